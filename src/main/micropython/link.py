"""One connection to the broker: umqtt.simple, and what QoS 1 needs besides.

umqtt.simple (1.4.0 or later) connects, sets the will and pings. Publishing and receiving are done here, because in
umqtt.simple

- a publish with QoS 1 waits for its PUBACK, for ever if the connection is dead,
- a publish in the message callback reads the PUBACKs of the publish around it,
- a message does not say whether it was retained, or is a repetition (DUP),
- packet id 65536 is 0, which MQTT forbids.
"""

import struct

from umqtt.simple import MQTTClient

LIMIT = 5  # seconds that the network may take for one read or write
LONGEST = 512  # bytes kept of a packet; what is longer is cut, so that no message can take all memory

CLOSED = "the broker closed the connection"

PUBLISH = 0x30
PUBACK = 0x40
SUBSCRIBE = 0x82
SUBACK = 0x90
DUP = 0x08
QOS1 = 0x02
RETAIN = 0x01


class NotValidNow(OSError):
    """The broker's certificate is not valid at this time, or the clock is wrong."""


class Message:
    """A message as it came: topic and payload are bytes, repeated and retained are the packet's flags."""

    def __init__(self, flags, body):
        size = struct.unpack("!H", body)[0]
        self.topic = body[2 : 2 + size]
        self.repeated = bool(flags & DUP)
        self.retained = bool(flags & RETAIN)
        start = 2 + size
        self.pid = None  # QoS 0 has none, and wants no acknowledgement
        if flags & QOS1:
            self.pid = struct.unpack("!H", body[start : start + 2])[0]
            start += 2
        self.payload = body[start:]


class Link(MQTTClient):
    def __init__(self, client_id, config, tls):
        # umqtt hands its socket to ssl.wrap_socket between the TCP connection and its first packet. With or without TLS
        # that is where the time limit can be set.
        super().__init__(
            client_id, config.BROKER, config.PORT, config.USER, config.PASSWORD, config.KEEPALIVE, ssl=self
        )
        self._tls = tls

    def wrap_socket(self, sock, server_hostname=None):
        self.raw = sock
        sock.settimeout(LIMIT)
        try:
            sock.setsockopt(6, 1, 1)  # TCP_NODELAY: a small packet does not wait for the answer to the one before
        except OSError:
            pass  # an older MicroPython cannot; then it is 40 ms slower
        return self._tls.wrap_socket(sock, server_hostname=server_hostname) if self._tls else sock

    def open(self):
        """Connects, and says whether the broker remembers this device's session."""
        try:
            return bool(self.connect(False))  # False: the session is to be kept when the connection ends
        except Exception as problem:
            self.close()
            if isinstance(problem, (IndexError, AssertionError)):  # umqtt's, of an answer that ends early or is none
                raise OSError("no MQTT broker answers there")
            if isinstance(problem, ValueError):  # MicroPython's, of the broker's certificate, in words
                text = str(problem).strip()
                raise (NotValidNow if "validity" in text else OSError)(text)
            if isinstance(problem, OSError) and "ALLOC" in str(problem):  # mbedTLS's
                raise MemoryError(problem)
            if isinstance(problem, OSError) and (problem.args[0] == -2 or "addrinfo" in str(problem)):
                raise OSError("no name server knows " + self.server)
            raise

    def send(self, topic, payload, pid, retain=False, repeated=False):
        """Publishes with QoS 1. Does not wait: the PUBACK comes with receive()."""
        flags = QOS1 | (RETAIN if retain else 0) | (DUP if repeated else 0)
        self._write(PUBLISH | flags, _string(topic) + struct.pack("!H", pid) + payload.encode())

    def acknowledge(self, pid):
        self._write(PUBACK, struct.pack("!H", pid))

    def ask(self, topic, pid):
        """Subscribes with QoS 1. Does not wait: the SUBACK comes with receive()."""
        self._write(SUBSCRIBE, struct.pack("!H", pid) + _string(topic) + b"\x01")

    def receive(self):
        """The next packet, as its first byte and its body, or None if there is none yet."""
        self.raw.settimeout(0)
        first = self.sock.read(1)
        self.raw.settimeout(LIMIT)
        if first is None:
            return None
        if not first:
            raise OSError(CLOSED)
        size = shift = 0
        while True:
            byte = self._read(1)[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        body = self._read(min(size, LONGEST))
        rest = size - len(body)
        while rest:
            rest -= len(self._read(min(rest, LONGEST)))
        return first[0], body

    def close(self):
        if self.sock:
            self.sock.close()

    def _read(self, size):
        data = self.sock.read(size)
        if data is None or len(data) < size:
            raise OSError(CLOSED)
        return data

    def _write(self, first, body):
        # In one piece: a packet in several would be several segments, and a cut could fall between them.
        size = len(body)
        head = bytes((first, size)) if size < 128 else bytes((first, size & 0x7F | 0x80, size >> 7))
        self.sock.write(head + body)


def _string(text):
    text = text.encode()
    return struct.pack("!H", len(text)) + text
