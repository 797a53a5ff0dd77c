"""Stands in for micropython-lib's umqtt.simple 1.4.0 where that cannot be fetched: same
names, same packets, same errors, and the same waiting: a publish with QoS 1 waits for its PUBACK without a limit, and what comes
meanwhile goes to the callback. Written for these tests; a Pico has the real one.
"""

import socket
import struct


class MQTTException(Exception):
    pass


class MQTTClient:
    def __init__(self, client_id, server, port=0, user=None, password=None, keepalive=0, ssl=None):
        self.client_id = client_id
        self.server = server
        self.port = port or (8883 if ssl else 1883)
        self.user = user
        self.pswd = password
        self.keepalive = keepalive
        self.ssl = ssl
        self.sock = None
        self.pid = 0
        self.cb = None
        self.lw_topic = None

    def set_callback(self, f):
        self.cb = f

    def set_last_will(self, topic, msg, retain=False, qos=0):
        assert topic and 0 <= qos <= 2
        self.lw_topic, self.lw_msg, self.lw_retain, self.lw_qos = topic, msg, retain, qos

    def connect(self, clean_session=True):
        self.sock = socket.socket()
        self.sock.connect(socket.getaddrinfo(self.server, self.port)[0][-1])
        if self.ssl:
            self.sock = self.ssl.wrap_socket(self.sock, server_hostname=self.server)
        flags = clean_session << 1
        texts = [self.client_id]
        if self.lw_topic:
            flags |= 0x04 | self.lw_qos << 3 | self.lw_retain << 5
            texts += [self.lw_topic, self.lw_msg]
        if self.user:
            flags |= 0xC0
            texts += [self.user, self.pswd]
        body = struct.pack("!H4sBBH", 4, b"MQTT", 4, flags, self.keepalive)
        for text in texts:
            body += _string(text)
        self._packet(0x10, body)
        answer = self.sock.read(4)
        assert answer[0] == 0x20 and answer[1] == 0x02
        if answer[3] != 0:
            raise MQTTException(answer[3])
        return answer[2] & 1

    def ping(self):
        self.sock.write(b"\xc0\0")

    def disconnect(self):
        self.sock.write(b"\xe0\0")
        self.sock.close()

    def publish(self, topic, msg, retain=False, qos=0):
        body = _string(topic)
        if qos:
            self.pid += 1
            pid = self.pid
            body += struct.pack("!H", pid)
        self._packet(0x30 | qos << 1 | retain, body + _bytes(msg))
        while qos:
            if self.wait_msg() == 0x40:
                self.sock.read(1)
                if struct.unpack("!H", self.sock.read(2))[0] == pid:
                    return

    def subscribe(self, topic, qos=0):
        assert self.cb is not None, "Subscribe callback is not set"
        self.pid += 1
        self._packet(0x82, struct.pack("!H", self.pid) + _string(topic) + bytes([qos]))
        while self.wait_msg() != 0x90:
            pass
        if self.sock.read(4)[3] == 0x80:
            raise MQTTException(0x80)

    def wait_msg(self):
        first = self.sock.read(1)
        self.sock.setblocking(True)
        if first is None:
            return None
        if first == b"":
            raise OSError(-1)
        kind = first[0]
        if kind == 0xD0:
            self.sock.read(1)
            return None
        if kind & 0xF0 != 0x30:
            return kind
        size = shift = 0
        while True:
            byte = self.sock.read(1)[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        body = self.sock.read(size)
        start = 2 + struct.unpack("!H", body)[0]
        qos1 = kind & 0x06
        self.cb(body[2:start], body[start + 2 if qos1 else start :])
        if qos1:
            self._packet(0x40, body[start : start + 2])
        return kind

    def check_msg(self):
        self.sock.setblocking(False)
        return self.wait_msg()

    def _packet(self, first, body):
        assert len(body) < 128 * 128
        length = bytes([len(body)]) if len(body) < 128 else bytes([len(body) & 0x7F | 0x80, len(body) >> 7])
        self.sock.write(bytes([first]) + length + body)


def _bytes(text):
    return text.encode() if isinstance(text, str) else text


def _string(text):
    return struct.pack("!H", len(text)) + _bytes(text)
