#!/usr/bin/env python3
"""As table.js, with Python's paho.

    table.py VERSION URL CA USER PASSWORD
"""
import sys
import threading
from urllib.parse import urlparse

from paho_client import make

version, url, ca, user, password = int(sys.argv[1]), urlparse(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
LIMIT = 15


class Refused(Exception):
    """The broker has answered that it does not make a subscription."""


class Client:
    """A connected client, and what it has got."""

    def __init__(self, client_id, kept=False, will=None):
        self.got = []
        self.news = threading.Condition()
        self.done = set()
        self.granted = {}
        self.connack = None
        self.paho, how = make(client_id, version, kept, "websockets" if url.scheme.startswith("ws") else "tcp")
        if url.scheme.startswith("ws"):
            self.paho.ws_set_options(path="/mqtt")
        if ca != "-":
            self.paho.tls_set(ca_certs=ca)
        if user != "-":
            self.paho.username_pw_set(user, password)
        if will:
            self.paho.will_set(*will)
        self.paho.on_connect = lambda c, u, flags, reason, properties=None: self.tell(
            lambda: setattr(self, "connack", (int(getattr(reason, "value", reason)), flags["session present"])))
        self.paho.on_message = lambda c, u, message: self.tell(lambda: self.got.append(message))
        self.paho.on_publish = lambda c, u, mid: self.tell(lambda: self.done.add(mid))
        self.paho.on_subscribe = lambda c, u, mid, granted, properties=None: self.tell(
            lambda: self.granted.update({mid: granted}))
        self.paho.connect(url.hostname, url.port, **how)
        self.paho.loop_start()
        self.wait(lambda: self.connack, "no CONNACK")
        must(self.connack[0] == 0, f"not connected: {self.connack[0]}")

    def tell(self, change):
        with self.news:
            change()
            self.news.notify_all()

    def wait(self, condition, what):
        with self.news:
            must(self.news.wait_for(condition, LIMIT), f"{what}; there were {[m.topic for m in self.got]}")

    def subscribe(self, topic, qos):
        _, mid = self.paho.subscribe(topic, qos)
        self.wait(lambda: mid in self.granted, f"no SUBACK for {topic}")
        code = self.granted[mid][0]
        if int(getattr(code, "value", code)) > 2:
            raise Refused(f"{topic} is refused")

    def publish(self, topic, payload, qos=1, retain=False):
        mid = self.paho.publish(topic, payload, qos, retain).mid
        self.wait(lambda: mid in self.done, f"{topic} is not acknowledged")

    def message(self, fits, what):
        self.wait(lambda: any(fits(m) for m in self.got), f"no {what}")
        return next(m for m in self.got if fits(m))

    def end(self):
        self.paho.disconnect()
        self.paho.loop_stop()

    def cut(self):
        """The network breaks."""
        self.paho.loop_stop()
        self.paho._sock_close()


def must(condition, what):
    if not condition:
        raise AssertionError(what)


def on(topic):
    return lambda message: message.topic == topic


def qos_both_ways():
    a, b = Client("lib-a"), Client("lib-b")
    for qos in (0, 1, 2):
        topic = f"table/qos/{qos}"
        a.subscribe(topic, qos)
        b.publish(topic, f"payload {qos}", qos)
        got = a.message(on(topic), f"message of QoS {qos}")
        must(got.qos == qos and got.payload == b"payload %d" % qos, f"{got.payload} came with QoS {got.qos}")
    a.end()
    b.end()


def retained():
    a = Client("lib-a")
    a.publish("table/retained", "kept", retain=True)
    a.subscribe("table/retained", 1)
    kept = a.message(on("table/retained"), "retained message")
    must(kept.retain and kept.payload == b"kept", f"{kept.payload}, retained: {kept.retain}")
    a.publish("table/retained", "", retain=True)
    a.end()
    b = Client("lib-b")
    b.subscribe("table/retained", 1)
    b.publish("table/retained", "sentinel")
    first = b.message(on("table/retained"), "sentinel")
    must(first.payload == b"sentinel", f"{first.payload} is retained still")
    b.end()


def will():
    a = Client("lib-a")
    a.subscribe("table/will", 1)
    Client("lib-b", will=("table/will", "gone", 1, False)).cut()
    must(a.message(on("table/will"), "will").payload == b"gone", "another will")
    a.end()


def session():
    first = Client("lib-a", kept=True)
    must(not first.connack[1], "there was a session before")
    first.subscribe("table/session", 1)
    first.cut()
    b = Client("lib-b")
    b.publish("table/session", "while away")
    again = Client("lib-a", kept=True)
    must(again.connack[1], "no session present")
    again.message(lambda m: m.payload == b"while away", "message of the time away")
    again.end()
    Client("lib-a").end()
    b.end()


def large():
    a = Client("lib-a")
    a.subscribe("table/large", 1)
    a.publish("table/large", b"x" * 200_000)
    got = a.message(on("table/large"), "large message")
    must(got.payload == b"x" * 200_000, f"{len(got.payload)} bytes came")
    a.end()


def wildcards():
    for topic_filter, topic in (("table/+/x", "table/a/x"), ("table/w/#", "table/w/a/b"), ("#", "table/any")):
        a = Client("lib-a")
        a.subscribe(topic_filter, 1)
        a.publish(topic, "x")
        a.message(on(topic), f"{topic} by {topic_filter}")
        must(not any(m.topic.startswith("$") for m in a.got), f"{topic_filter} brought {[m.topic for m in a.got]}")
        a.end()


def sys_topics():
    a = Client("lib-a")
    try:
        a.subscribe("$SYS/#", 1)
    except Refused:
        pass
    else:
        must(False, "it is granted")
    a.subscribe("table/sentinel", 1)
    a.publish("table/sentinel", "x")
    a.message(on("table/sentinel"), "sentinel")
    a.end()


CASES = {
    "QoS 0, 1 and 2 both ways": qos_both_ways,
    "retained, and cleared": retained,
    "the will of who is cut off": will,
    "the session is there after a reconnect": session,
    "a payload of 200,000 bytes": large,
    "wildcards": wildcards,
    "$SYS/# is refused, and nothing else": sys_topics,
}

for name, run in CASES.items():
    try:
        run()
        print(f"ok {name}", flush=True)
    except Exception as failure:
        sys.exit(f"FAIL {name}: {failure}")
