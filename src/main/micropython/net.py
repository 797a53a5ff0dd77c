"""The way to the broker: Wi-Fi, and TLS if config.py names a certificate."""

import time

import network

import config

LIMIT_MS = 15_000

_wlan = network.WLAN(network.STA_IF)


def join_wifi():
    """Waits until there is Wi-Fi, 15 s at most."""
    if _wlan.isconnected():
        return
    _wlan.active(True)
    _wlan.config(pm=0xA11140)  # the radio does not sleep: else a packet can take half a second
    _wlan.connect(config.WIFI_SSID, config.WIFI_PASSWORD)
    start = time.ticks_ms()
    while not _wlan.isconnected():
        if time.ticks_diff(time.ticks_ms(), start) > LIMIT_MS:
            _wlan.disconnect()
            raise OSError("no Wi-Fi " + config.WIFI_SSID)
        time.sleep_ms(100)


def tls():
    """What makes a socket secure, or None for a connection without TLS."""
    if not config.CA:
        return None
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_mode = ssl.CERT_REQUIRED
    try:
        with open(config.CA, "rb") as ca:
            context.load_verify_locations(cadata=ca.read())
    except OSError:
        raise OSError("there is no file " + config.CA)
    return context


class NoTime(OSError):
    """The clock is wrong, and nobody tells the time."""


def set_clock(why):
    """Sets the clock: a certificate is valid for a time, and a Pico that had no power starts in 2021."""
    import ntptime

    ntptime.host = config.TIME_SERVER
    try:
        ntptime.settime()
    except OSError:
        today = "{}-{:02}-{:02}".format(*time.gmtime()[:3])
        raise NoTime("no time from {}, and on {}, by this clock, {}".format(config.TIME_SERVER, today, why))
