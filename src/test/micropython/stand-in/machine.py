"""Stands in for a Pico's machine module under Linux's MicroPython. Pins are files of the folder that BOARD names.

An output writes its level to GPn. An input takes levels from GPn, "0" and "1", as many as there are, one each time that it
is read, removes the file, and then keeps the last; without a file it has its pull. So what is sampled does not depend on
how busy the machine is. A Timer calls back from a thread of its own: between any two steps of the program, as on a Pico.
"""

import _thread
import os
import time

_board = os.getenv("BOARD")


class Pin:
    IN = 0
    OUT = 1
    PULL_UP = 1
    PULL_DOWN = 2

    def __init__(self, number, mode=IN, pull=None, value=None):
        self._file = "{}/GP{}".format(_board, number)
        self._level = 1 if pull == Pin.PULL_UP else 0
        self._levels = ""
        self._output = mode == Pin.OUT
        if value is not None:
            self.value(value)

    def value(self, level=None):
        if level is not None:
            self._level = 1 if level else 0
            with open(self._file, "w") as f:
                f.write(str(self._level))
        elif not self._output:
            self._take()
            if self._levels:
                self._level = int(self._levels[0])
                self._levels = self._levels[1:]
        return self._level

    def _take(self):
        try:
            with open(self._file) as f:
                levels = f.read()
            os.remove(self._file)
            self._levels += levels
        except OSError:
            pass  # nothing new


class Timer:
    PERIODIC = 1

    def __init__(self, id=-1, *, mode=PERIODIC, period=-1, callback=None):
        assert mode == Timer.PERIODIC and period > 0
        self._period = period
        self._callback = callback
        _thread.start_new_thread(self._run, ())

    def _run(self):
        while True:
            time.sleep_ms(self._period)
            self._callback(self)
