"""Device B, the LED, as somebody wrote it in a hurry. It works, at first sight. The handout device-b.md mends it."""

from machine import Pin
from umqtt.simple import MQTTClient

import config
import net

CMD = config.ROOT + "/led/cmd"
ACK = config.ROOT + "/led/ack"
STATUS = config.ROOT + "/devB/status"
CLIENT_ID = "PicoB" if config.ROOT == "csc2106" else "PicoB-" + config.ROOT.replace("/", "-")

led = Pin(20, Pin.OUT, value=0)


def obey(topic, payload):
    if b"TOGGLE" in payload:
        led.value(1 - led.value())
        client.publish(ACK, "ON" if led.value() else "OFF", retain=True)


net.join_wifi()
client = MQTTClient(CLIENT_ID, config.BROKER, config.PORT, keepalive=300)
client.set_callback(obey)
client.connect()
client.publish(STATUS, "online")
client.subscribe(CMD)
while True:
    client.wait_msg()
