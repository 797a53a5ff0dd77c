#!/usr/bin/env python3
"""The subscriber that waiting.sh starts, with Python's paho as Debian ships it.

    subscriber.py PORT VERSION CLIENT_ID QOS COUNT [FILTER...]

Connects with a session that is kept (VERSION is 4, for MQTT 3.1.1, or 5), subscribes to the filters, if there are any, prints
COUNT messages as "topic payload", and disconnects.
"""
import sys

from paho.mqtt import client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

port, version, client_id, qos, count = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
filters = sys.argv[6:]
received = 0


def on_connect(client, userdata, flags, reason, properties=None):
    if reason != 0:
        sys.exit(f"not connected: {reason}")
    if filters:
        client.subscribe([(f, qos) for f in filters])


def on_subscribe(client, userdata, mid, granted, properties=None):
    if count == 0:
        client.disconnect()


def on_message(client, userdata, message):
    global received
    if received < count:
        received += 1
        print(message.topic, message.payload.decode(), flush=True)
    if received == count:
        client.disconnect()


if version == 5:
    client = mqtt.Client(client_id, protocol=mqtt.MQTTv5)
    properties = Properties(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = 3600
    how = {"clean_start": False, "properties": properties}
else:
    client = mqtt.Client(client_id, protocol=mqtt.MQTTv311, clean_session=False)
    how = {}
client.on_connect = on_connect
client.on_subscribe = on_subscribe
client.on_message = on_message
client.connect("127.0.0.1", port, **how)
client.loop_forever(retry_first_connection=False)
