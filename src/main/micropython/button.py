"""A button from a pin to ground: the internal pull-up makes it high, pressed makes it low."""

from machine import Pin, Timer
from micropython import const

SAMPLE_MS = const(5)
STABLE = const(4)  # samples, so a level counts when it has held for 20 ms


class Button:
    """Counts presses. A timer looks at the pin, so that none is missed while the program waits for the network."""

    def __init__(self, number):
        self._pin = Pin(number, Pin.IN, Pin.PULL_UP)
        self._level = self._pin.value()  # held down at the start is not a press
        self._changed = 0
        # Each is written in one place only, so the timer and the program need no lock.
        self._counted = 0
        self._taken = 0
        self._timer = Timer(period=SAMPLE_MS, mode=Timer.PERIODIC, callback=self._sample)

    def pressed(self):
        """Whether there is a press that was not taken yet; takes it."""
        if self._taken == self._counted:
            return False
        self._taken += 1
        return True

    def _sample(self, _timer):
        level = self._pin.value()
        if level == self._level:
            self._changed = 0  # it bounced, or nothing happened
            return
        self._changed += 1
        if self._changed == STABLE:
            self._changed = 0
            self._level = level
            if level == 0:
                self._counted += 1
