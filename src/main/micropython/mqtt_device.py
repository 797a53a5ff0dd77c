"""A device's life on the network: what device A and device B have in common.

Connects, with a persistent session and a will; subscribes, then says "online"; pings; comes back by itself. What is
published is kept until the broker has acknowledged it. A command is acknowledged when it has been obeyed. One loop.
"""

import gc
import random
import select
import struct
import time

from umqtt.simple import MQTTException

import config
import net
from link import LIMIT, PUBACK, PUBLISH, SUBACK, Link, Message, NotValidNow

QUEUE = 300  # most messages kept; what is more is refused
OBEYED = 200  # most commands remembered; Pi Routes has at most 100 under way to a client
FIRST_WAIT_MS = 500  # before a second try to connect; doubled for each one after it
LONGEST_WAIT_MS = 15_000
PING_MS = config.KEEPALIVE * 1000 // 3

PROBLEMS = (OSError, MQTTException, MemoryError)  # after which it connects again
REFUSED = {2: "this client id", 3: "everybody for now", 4: "user or password", 5: "this user"}


class MqttDevice:
    """
    name    client id; with another root than the lab's it gets the root as a suffix, so that groups do not collide
    status  topic of "online" and "offline", below the root
    command topic that is obeyed, below the root
    obey    called with each payload (bytes) of that topic; may publish
    """

    def __init__(self, name, status, command=None, obey=None):
        self.name = name if config.ROOT == "csc2106" else name + "-" + config.ROOT.replace("/", "-")
        self._status = config.ROOT + "/" + status
        self._command = command and config.ROOT + "/" + command
        self._obey = obey
        self._queue = []  # [packet id, topic, payload], the oldest first; the packet id is None until it is sent
        self._under_way = 0  # so many of them, from the first, were sent on this connection
        self._obeyed = []  # (packet id, hash of the payload) of commands, the oldest first
        self._pid = 0
        self._link = None
        self._problem = None
        self._ending = False

    def publish(self, topic, payload):
        """Keeps a message until the broker has it. False if there is no room."""
        if len(self._queue) == QUEUE:
            print("{}: {} messages wait already; {} is refused".format(self.name, QUEUE, payload))
            return False
        self._queue.append([None, topic, payload])
        return True

    def run(self, work):
        """Connects, and calls work again and again, until Ctrl-C; then says "offline"."""
        try:
            while True:
                try:
                    if not self._link:
                        self._connect()
                    work()
                    self._flush()
                    self._receive()
                    self._keep_alive()
                except PROBLEMS as problem:
                    self._lost(problem)
        except KeyboardInterrupt:
            self._stop()

    def _connect(self):
        wait = FIRST_WAIT_MS
        while not self._try_to_connect():
            # Not all devices of a classroom at the same moment.
            time.sleep_ms(wait // 2 + random.randrange(wait // 2))
            wait = min(wait * 2, LONGEST_WAIT_MS)

    def _try_to_connect(self):
        try:
            net.join_wifi()
            try:
                self._open()
            except NotValidNow as problem:
                # Only now: where nobody tells the time, or names are slow, a clock that is right is good enough.
                net.set_clock(problem)
                self._open()
            return True
        except PROBLEMS as problem:
            self._lost(problem)
            return False

    def _open(self):
        gc.collect()  # TLS wants about 40 KB, half of them in one piece
        link = Link(self.name, config, net.tls())
        link.set_last_will(self._status, "offline", retain=True, qos=1)
        self._begin(link, link.open())

    def _begin(self, link, remembered):
        self._link = link
        self._poll = select.poll()
        self._poll.register(link.raw, select.POLLIN)
        self._heard = self._pinged = time.ticks_ms()
        self._under_way = 0
        if remembered:
            self._repeat()
        else:
            # The broker knows nothing of packets sent before.
            self._obeyed.clear()
            for message in self._queue:
                message[0] = None
        if self._command:
            pid = self._next_pid()
            self._link.ask(self._command, pid)
            self._await(SUBACK, pid)
        self._say_status("online")
        self._problem = None
        print("{}: connected to {}:{}".format(self.name, config.BROKER, config.PORT))

    def _say_status(self, status):
        pid = self._next_pid()
        self._link.send(self._status, status, pid, retain=True)
        self._await(PUBACK, pid)

    def _await(self, kind, pid):
        start = time.ticks_ms()
        while not self._receive(kind, pid):
            if time.ticks_diff(time.ticks_ms(), start) > LIMIT * 1000:
                raise OSError("the broker does not answer")

    def _repeat(self):
        """Sends again what was under way when the connection broke, before anything else, as MQTT demands."""
        while self._under_way < len(self._queue) and self._queue[self._under_way][0]:
            self._send(repeated=True)

    def _flush(self):
        while self._under_way < len(self._queue):
            self._queue[self._under_way][0] = self._next_pid()
            self._send(repeated=False)

    def _send(self, repeated):
        pid, topic, payload = self._queue[self._under_way]
        self._under_way += 1
        # DUP and the old packet id tell the broker that it may have this already.
        self._link.send(config.ROOT + "/" + topic, payload, pid, repeated=repeated)

    def _receive(self, kind=None, pid=None):
        """Takes one packet, and waits 5 ms for it at most. True if it is the acknowledgement that is asked for."""
        packet = self._link.receive()
        if not packet:
            self._poll.poll(5)
            packet = self._link.receive()
        if not packet:
            return False
        self._heard = time.ticks_ms()
        first, body = packet
        if first & 0xF0 == PUBLISH:
            self._take(Message(first, body))
            return False
        if first == PUBACK:
            self._delivered(struct.unpack("!H", body)[0])
        elif first == SUBACK and body[2] == 0x80:
            raise OSError("the broker does not permit to subscribe " + self._command)
        return first == kind and struct.unpack("!H", body)[0] == pid

    def _delivered(self, pid):
        for i in range(self._under_way):
            if self._queue[i][0] == pid:
                self._queue.pop(i)
                self._under_way -= 1
                return

    def _take(self, message):
        """Obeys a command once, then acknowledges it."""
        if self._ending:
            return  # it comes again when this device is back
        key = (message.pid, hash(message.payload))
        if message.topic != self._command.encode():
            print("{}: ignored {}, which this program did not subscribe".format(self.name, message.topic))
        elif message.retained:
            # Whoever sent it may be long gone, and it would be obeyed at every connection anew.
            print("{}: ignored {}, a retained command".format(self.name, message.payload))
        elif message.repeated and key in self._obeyed:
            print("{}: {} came again, and was obeyed before".format(self.name, message.payload))
        else:
            self._obey(message.payload)
            self._obeyed.append(key)
            if len(self._obeyed) > OBEYED:
                self._obeyed.pop(0)
        if message.pid is not None:
            self._link.acknowledge(message.pid)

    def _keep_alive(self):
        now = time.ticks_ms()
        if time.ticks_diff(now, self._heard) > config.KEEPALIVE * 1000:
            raise OSError("the broker is silent")
        if time.ticks_diff(now, self._pinged) > PING_MS:
            self._pinged = now
            self._link.ping()

    def _lost(self, problem):
        """Says once why there is no connection. What was published waits."""
        if self._link:
            self._link.close()
            self._link = None
        if isinstance(problem, MQTTException):
            code = problem.args[0]
            text = "the broker refuses " + REFUSED.get(code, "with code {}".format(code))
        elif isinstance(problem, net.NoTime):
            text = str(problem)
        elif isinstance(problem, MemoryError):
            text = "not enough memory: {}".format(problem)
        else:
            text = "no broker at {}:{}: {}".format(config.BROKER, config.PORT, problem)
        if text != self._problem:
            self._problem = text
            print("{}: {}; trying again until it works".format(self.name, text))

    def _stop(self):
        self._ending = True
        try:
            if self._link:
                self._flush()
                self._say_status("offline")
                self._link.disconnect()
        except PROBLEMS:
            pass  # then the broker says it, with the will
        if self._queue:
            print("{}: {} messages were not delivered".format(self.name, len(self._queue)))
        print(self.name + ": ended")

    def _next_pid(self):
        self._pid = self._pid % 65535 + 1  # 0 is not allowed
        return self._pid
