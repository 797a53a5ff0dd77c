"""Stands in for ntptime. A clock that is wrong is libfaketime's, told by the file clock of the folder that BOARD names, and is
set right there; a file no-time is a time server that cannot be reached.
"""

import os
import time

host = None


def settime():
    assert host
    board = os.getenv("BOARD")
    if "no-time" in os.listdir(board):
        raise OSError(110)
    if "clock" in os.listdir(board):
        with open(board + "/clock", "w") as f:
            f.write("+0")
        while time.gmtime()[0] < 2020:
            time.sleep_ms(20)
