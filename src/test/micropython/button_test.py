"""The debounce of button.py, sample by sample, with a pin and a timer that this test holds. Ends with a traceback if wrong."""

import sys


class Pin:
    IN = OUT = PULL_UP = 1
    level = 1

    def __init__(self, number, mode, pull):
        assert (number, mode, pull) == (21, Pin.IN, Pin.PULL_UP)

    def value(self):
        return Pin.level


class Timer:
    PERIODIC = 1

    def __init__(self, period, mode, callback):
        assert (period, mode) == (5, Timer.PERIODIC)
        Timer.callback = callback


class machine:
    pass


machine.Pin = Pin
machine.Timer = Timer
sys.modules["machine"] = machine

from button import Button


def samples(*levels):
    for level in levels:
        Pin.level = level
        Timer.callback(None)


def presses(button):
    count = 0
    while button.pressed():
        count += 1
    return count


def starts(level):
    Pin.level = level
    return Button(21)


# A level counts at the fourth sample, 20 ms after the first, and not before.
button = starts(1)
samples(0, 0, 0)
assert presses(button) == 0
samples(0)
assert presses(button) == 1
assert presses(button) == 0, "a press is taken once"

# Held is no second press; released and pressed is.
samples(0, 0, 0, 0, 0, 0, 0, 0)
assert presses(button) == 0
samples(1, 1, 1, 1, 0, 0, 0, 0)
assert presses(button) == 1

# It bounces on the way down and on the way up.
button = starts(1)
samples(0, 1, 0, 0, 1, 0, 0, 0, 0)
assert presses(button) == 1
samples(1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1)
assert presses(button) == 0

# A disturbance of 15 ms is not a press, however often it comes.
button = starts(1)
samples(*[0, 0, 0, 1] * 50)
assert presses(button) == 0

# Held down at the start is not a press.
button = starts(0)
samples(0, 0, 0, 0, 0, 0)
assert presses(button) == 0
samples(1, 1, 1, 1, 0, 0, 0, 0)
assert presses(button) == 1

# What was pressed while nobody asked is kept.
samples(*[1, 1, 1, 1, 0, 0, 0, 0] * 3)
assert presses(button) == 3
print("button: ok")
