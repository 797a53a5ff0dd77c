"""Stands in for ntptime: the clock of this machine is right."""

host = None


def settime():
    assert host
