"""Device A, the button panel, as somebody wrote it in a hurry. It works, at first sight. The handout device-a.md mends it."""

import time

from machine import Pin
from umqtt.simple import MQTTClient

import config
import net

CMD = config.ROOT + "/led/cmd"
HELLO = config.ROOT + "/led/hello"
STATUS = config.ROOT + "/devA/status"
CLIENT_ID = "PicoA" if config.ROOT == "csc2106" else "PicoA-" + config.ROOT.replace("/", "-")

toggle = Pin(21, Pin.IN, Pin.PULL_UP)

net.join_wifi()
client = MQTTClient(CLIENT_ID, config.BROKER, config.PORT, keepalive=300)
client.connect()
client.publish(STATUS, "online")
before = toggle.value()
while True:
    level = toggle.value()
    if level != before:
        client.publish(CMD, "TOGGLE", retain=True)
    before = level
    time.sleep_ms(1)
