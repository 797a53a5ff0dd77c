#!/usr/bin/env python3
"""Stands where the tests of Mosquitto start Mosquitto: has a broker started on the port asked for, until it is killed.

Takes Mosquitto's own arguments: -p PORT, or -c FILE with a port and perhaps "persistence true". Without persistence every
start has new data, as Mosquitto's.
"""
import os
import re
import socket
import sys

mosquitto = os.environ.get("SUITE_MOSQUITTO")
if mosquitto:
    os.execv(mosquitto, [mosquitto] + sys.argv[1:])

arguments = sys.argv[1:]
keep = False
if "-c" in arguments:
    with open(arguments[arguments.index("-c") + 1]) as file:
        text = file.read()
    port = re.search(r"^(?:port|listener) (\d+)", text, re.MULTILINE).group(1)
    keep = re.search(r"^persistence true", text, re.MULTILINE) is not None
else:
    port = arguments[arguments.index("-p") + 1]

with socket.create_connection(("127.0.0.1", int(os.environ["SUITE_CONTROL"]))) as control:
    control.sendall(("%s %s\n" % (port, "keep" if keep else "fresh")).encode())
    if control.recv(100) == b"started\n":
        # Until the test ends this process, and the connection with it.
        control.recv(1)
