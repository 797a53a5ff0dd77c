#!/usr/bin/env python3
"""Reads GPIO 20 of an emulated Raspberry Pi 3B from outside the guest, through QEMU's monitor.

usage: pi3_levels.py MONITOR_SOCKET CONSOLE_LOG SECONDS
The guest prints 'HOSTCHECK name' where it wants a reading and '### done' at its end.
"""
import re
import socket
import sys
import time

GPFSEL2 = "0x3f200008"  # function of GPIO 20 to 29, three bits each; 1 is output
GPLEV0 = "0x3f200034"  # levels of GPIO 0 to 31


def ask(path, address):
    """The word at a physical address of the guest."""
    with socket.socket(socket.AF_UNIX) as monitor:
        monitor.settimeout(5)
        monitor.connect(path)
        answer = b""
        while b"(qemu) " not in answer:
            answer += monitor.recv(4096)
        monitor.sendall(f"xp /1wx {address}\n".encode())
        answer = b""
        while not re.search(rb"[0-9a-f]{8,}: 0x[0-9a-f]+", answer):
            answer += monitor.recv(4096)
        return int(re.search(rb": 0x([0-9a-f]+)", answer).group(1), 16)


def main(path, log, seconds):
    seen = set()
    end = time.time() + float(seconds)
    while time.time() < end:
        with open(log, errors="ignore") as console:
            text = console.read()
        for name in re.findall(r"HOSTCHECK (\S+)", text):
            if name not in seen:
                seen.add(name)
                mode = "out" if ask(path, GPFSEL2) & 7 == 1 else "in"
                print(f"{name}: mode={mode} level={ask(path, GPLEV0) >> 20 & 1}", flush=True)
        if "### done" in text:
            return
        time.sleep(0.1)


main(*sys.argv[1:])
