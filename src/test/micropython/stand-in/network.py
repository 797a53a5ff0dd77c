"""Stands in for a Pico W's network module: there is Wi-Fi unless the folder that BOARD names has a file no-wifi."""

import os

STA_IF = 0


class WLAN:
    def __init__(self, interface):
        self._active = False
        self._joined = False

    def active(self, active):
        self._active = active

    def config(self, **settings):
        assert list(settings) == ["pm"]

    def connect(self, ssid, password):
        assert self._active, "connect before active(True)"
        self._joined = True

    def disconnect(self):
        self._joined = False

    def isconnected(self):
        return self._joined and "no-wifi" not in os.listdir(os.getenv("BOARD"))
