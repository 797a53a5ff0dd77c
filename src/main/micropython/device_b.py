"""Device B, the LED: obeys TOGGLE, and tells the new state.

csc2106/led/cmd TOGGLE -> GP20 flips -> ON or OFF to csc2106/led/ack
"""

from machine import Pin

from mqtt_device import MqttDevice

led = Pin(20, Pin.OUT, value=0)


def obey(payload):
    if payload != b"TOGGLE":
        print("led/cmd ignored, the only command is TOGGLE, in capitals:", payload)
        return
    led.value(1 - led.value())
    state = "ON" if led.value() else "OFF"
    device.publish("led/ack", state)
    print("led/cmd TOGGLE -> LED", state, "-> led/ack", state)


device = MqttDevice("PicoB", status="devB/status", command="led/cmd", obey=obey)
device.run(lambda: None)
led.value(0)
