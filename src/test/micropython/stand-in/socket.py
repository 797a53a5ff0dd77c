"""Stands in for the socket module, which it is but for one thing: while the folder that BOARD names has a file slow-names,
no name server answers, and whoever asks waits.
"""

import os
import time

import usocket
from usocket import *


def getaddrinfo(*arguments):
    while "slow-names" in os.listdir(os.getenv("BOARD")):
        time.sleep_ms(20)
    return usocket.getaddrinfo(*arguments)
