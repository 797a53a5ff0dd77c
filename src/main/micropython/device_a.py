"""Device A, the button panel: two buttons to ground.

GP21 pressed -> TOGGLE to csc2106/led/cmd
GP22 pressed -> HELLO  to csc2106/led/hello
"""

from button import Button
from mqtt_device import MqttDevice

device = MqttDevice("PicoA", status="devA/status")
toggle = Button(21)
hello = Button(22)


def work():
    while toggle.pressed():
        print("GP21 pressed -> TOGGLE -> led/cmd")
        device.publish("led/cmd", "TOGGLE")
    while hello.pressed():
        print("GP22 pressed -> HELLO -> led/hello")
        device.publish("led/hello", "HELLO")


device.run(work)
