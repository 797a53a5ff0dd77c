#!/usr/bin/env python3
"""The subscriber that waiting.sh starts, with Python's paho as Debian ships it.

    subscriber.py PORT VERSION CLIENT_ID QOS COUNT [FILTER...]

Connects with a session that is kept (VERSION is 4, for MQTT 3.1.1, or 5), subscribes to the filters, if there are any, prints
COUNT messages as "topic payload", and disconnects.
"""
import sys

from paho_client import make

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


client, how = make(client_id, version, True)
client.on_connect = on_connect
client.on_subscribe = on_subscribe
client.on_message = on_message
client.connect("127.0.0.1", port, **how)
client.loop_forever(retry_first_connection=False)
