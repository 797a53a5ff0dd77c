

# Added by Pi Routes. Which properties a CONNACK of MQTT 5 has is the server's choice: where a test expects those that
# Mosquitto sends to everyone, only session present and reason code are compared.
_expect_packet = expect_packet


def _receive(sock, count):
    received = b""
    while len(received) < count:
        part = sock.recv(count - len(received))
        if len(part) == 0:
            return received
        received += part
    return received


def expect_packet(sock, name, expected):
    usual = len(expected) > 4 and expected[0] == 0x20 and expected in [
        gen_connack(flags=expected[2], rc=expected[3], proto_ver=5, properties=properties)
        for properties in (b"", None)]
    if not usual:
        return _expect_packet(sock, name, expected)
    start = _receive(sock, 2)
    packet = start + _receive(sock, start[1] if len(start) == 2 else 0)
    if packet[:1] + packet[2:4] == expected[:1] + expected[2:4]:
        return True
    return packet_matches(name, packet, expected)
