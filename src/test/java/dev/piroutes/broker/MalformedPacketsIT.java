package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** Bytes that are not MQTT end the connection that sent them, and disturb nobody else. */
@Timeout(120)
class MalformedPacketsIT {
    private static final String CONNECT_4 = "100d00044d5154540402003c000178";
    private static final String CONNECT_5 = "100e00044d5154540502003c00000178";
    private static final int PACKETS = 10_000;

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    @TempDir
    static Path data;

    private static Broker broker;

    /** Of an address the first offence of a kind is logged, so each test has one of its own. */
    private final String from = "127.0.3." + ADDRESSES.incrementAndGet();

    private LogLines log;

    @BeforeAll
    static void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void listen() {
        log = new LogLines(Logger.ROOT_LOGGER_NAME);
    }

    @AfterEach
    void leave() {
        log.close();
    }

    private List<String> lines() {
        return log.lines().stream().filter(line -> line.startsWith(from)).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "00, the broker does not wait for more",
        "c000, a PINGREQ first",
        "300500016178, a PUBLISH first",
        "10ffffffff7f, a length of five bytes",
        "1100, flags in a CONNECT",
        "100d00044d5154580402003c000178, another protocol",
        "100d00044d5154540403003c000178, the reserved connect flag",
        "100d00044d515454041a003c000178, a will QoS without a will",
        "100d00044d5154540442003c000178, a password without a user",
        "100d00044d5154540402003c000200, a client id beyond the end",
        "100e00044d5154540402003c00017800, a byte too many",
        "100d00044d5154540402003c0001ff, a client id that is not UTF-8",
        "100d00044d5154540402003c000100, a NUL in the client id",
        "101200044d5154540502003c0416000178000178, authentication data without a method",
        "10900000044d5154540502003c000003616263, a length that takes two bytes too many",
        "160303010001fc0303, a TLS handshake"
    })
    void firstPackets(String bytes, String what) {
        try (WireClient client = new WireClient(broker.port(), from)) {
            client.sendRaw(HexFormat.of().parseHex(bytes));
            assertThat(client.closedByBroker()).as(what).isTrue();
        }
        assertThat(lines()).as(what).singleElement().asString().startsWith(from + ": ");
    }

    @ParameterizedTest
    @CsvSource({"06, 200001", "86, 200001"})
    void aVersionThatDoesNotExistIsAnswered(String level, String connack) {
        try (WireClient client = new WireClient(broker.port(), from)) {
            client.sendRaw(HexFormat.of().parseHex(CONNECT_4.replaceFirst("5454" + "04", "5454" + level)));
            assertThat(client.nextPacket()).isEqualTo(connack);
            assertThat(client.closedByBroker()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        CONNECT_4 + ", 82, a second CONNECT",
        "360700016100017878, 81, QoS 3",
        "380400016178, 81, DUP with QoS 0",
        "3206000161000078, 81, packet id 0",
        "300300ff61, 81, a topic beyond the end",
        "30040001ff78, 81, a topic that is not UTF-8",
        "3004000100 78, 81, a NUL in a topic",
        "3006 0003 eda080 78, 81, a surrogate in a topic",
        "40020000, 81, PUBACK 0",
        "400100, 81, half a PUBACK",
        "41020001, 81, flags in a PUBACK",
        "60020001, 81, PUBREL without its flag",
        "8006000100016100, 81, SUBSCRIBE without its flag",
        "82020001, 82, SUBSCRIBE of nothing",
        "8206000000016100, 81, SUBSCRIBE with packet id 0",
        "8206000100016103, 81, SUBSCRIBE with QoS 3",
        "8206000100016140, 81, SUBSCRIBE with a reserved option",
        "a2020001, 82, UNSUBSCRIBE of nothing",
        "c00100, 81, PINGREQ with a body",
        "d000, 82, PINGRESP",
        "20020000, 82, CONNACK",
        "9003000100, 82, SUBACK",
        "b0020001, 82, UNSUBACK",
        "0000, 82, packet type 0",
        "f000, 82, AUTH",
        "e100, 81, flags in a DISCONNECT"
    })
    void laterPackets(String hex, String code5, String what) {
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        try (WireClient old = new WireClient(broker.port(), from);
                WireClient young = new WireClient(broker.port(), from)) {
            old.sendRaw(HexFormat.of().parseHex(CONNECT_4));
            assertThat(old.nextPacket()).isEqualTo("200000");
            old.sendRaw(packet);
            assertThat(old.closedByBroker()).as(what).isTrue();
            young.sendRaw(HexFormat.of().parseHex(CONNECT_5.replaceFirst("78$", "79")));
            assertThat(young.nextPacket()).startsWith("200000");
            young.sendRaw(mqtt5(packet));
            assertThat(young.nextPacket()).as(what).isIn("e0" + code5 + "00", "e08100", "e08200");
            assertThat(young.closedByBroker()).isTrue();
        }
        // One line for each of the two, unless they are of one kind: then the second is only counted.
        assertThat(lines()).hasSizeBetween(1, 2).allMatch(line -> line.startsWith(from + ", client id "));
    }

    /** Subscribing has properties in between: none, here. */
    private static byte[] mqtt5(byte[] packet) {
        int type = packet[0] >> 4 & 0xf;
        if (packet.length < 4 || type != 8 && type != 10) {
            return packet;
        }
        byte[] with = new byte[packet.length + 1];
        System.arraycopy(packet, 0, with, 0, 4);
        System.arraycopy(packet, 4, with, 5, packet.length - 4);
        with[1]++;
        return with;
    }

    @ParameterizedTest
    @CsvSource({
        "31 0e 0001 61 0a 01 00 01 01 02 00000001 78, 82, a property twice",
        "30 06 0001 61 02 01 02, 82, a payload format that does not exist",
        "30 09 0001 61 05 11 00000001, 81, a property of another packet",
        "30 06 0001 61 02 7f 00, 81, a property that does not exist",
        "30 06 0001 61 05 01 00, 81, properties beyond the end",
        "30 07 0001 61 03 23 0000, 94, topic alias 0",
        "30 07 0001 61 03 23 ffff, 94, a topic alias that is too high",
        "30 06 0000 03 23 0001, 82, a topic alias without a topic",
        "40 03 0001 01, 82, a reason code that does not exist",
        "50 03 0001 04, 82, a reason code of another packet in a PUBREC",
        "62 03 0001 80, 82, a reason code of another packet in a PUBREL",
        "70 03 0001 10, 82, a reason code of another packet in a PUBCOMP",
        "e0 01 8e, 82, a reason that only servers have",
        "c0 80 00, 81, a length of two bytes where one would do",
        "30 05 0001 61 8000, 81, the same of properties",
        "30 08 0001 61 03 8100 01 78, 81, the same of a property",
        "82 06 0001 00 0000 01, 81, an empty filter",
        "a2 05 0001 00 0000, 81, an empty filter in an UNSUBSCRIBE",
        "82 0e 0001 00 0009 247368617265 2f672f, 81, a subscription cut short",
        "82 11 0001 00 000b 2473686172652f672f6162 04, 82, a shared subscription with No Local"
    })
    void mqtt5Packets(String hex, String code, String what) {
        try (WireClient young = new WireClient(broker.port(), from)) {
            young.sendRaw(HexFormat.of().parseHex(CONNECT_5));
            assertThat(young.nextPacket()).startsWith("200000");
            young.sendRaw(HexFormat.of().parseHex(hex.replace(" ", "")));
            assertThat(young.nextPacket()).as(what).isEqualTo("e0" + code + "00");
            assertThat(young.closedByBroker()).isTrue();
        }
    }

    /** [MQTT-6.0.0-1]: as the first frame, and later. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTextFrameEndsAWebSocket(boolean connected) throws IOException {
        byte[] connect = HexFormat.of().parseHex(CONNECT_4);
        try (WebSocketWire client = new WebSocketWire(broker.port())) {
            if (connected) {
                client.send(connect);
                assertThat(client.receive()).isEqualTo(0x20);
            }
            client.sendText(connected ? HexFormat.of().parseHex("c000") : connect);
            assertThat(client.closedByBroker()).isTrue();
        }
    }

    @Test
    void tenThousandRandomPacketsDoNotDisturbADevice() throws IOException {
        long seed = Long.getLong("fuzz.seed", 20_260_701L);
        Random random = new Random(seed);
        List<byte[]> samples = samples();
        try (WireClient device = WireClient.persistent(broker.port(), "PicoB");
                WireClient button = WireClient.persistent(broker.port(), "PicoA")) {
            device.subscribe("csc2106/led/cmd", 1);
            int sent = 0;
            for (int id = 1; sent < PACKETS; id++) {
                sent += connection(random, samples);
                button.publishAcked("csc2106/led/cmd", id % 65_535, "round " + id);
                assertThat(device.receive().payload()).as("seed %d", seed).isEqualTo("round " + id);
                device.puback(id % 65_535);
            }
        }
        // The other addresses are those of the tests before, whose offences were counted.
        assertThat(log.lines())
                .as("only the guard has something to say, seed %d", seed)
                .allMatch(line -> line.startsWith("127.0.0.2") || line.startsWith("127.0.3."));
        assertThat(log.lines().stream().filter(line -> line.startsWith("127.0.0.2")))
                .isNotEmpty()
                .hasSizeLessThan(30);
    }

    /** Sends some packets on a connection of its own, from another address; returns how many. */
    private int connection(Random random, List<byte[]> samples) throws IOException {
        int count = 0;
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress("127.0.0.2", 0));
            socket.connect(new InetSocketAddress("127.0.0.1", broker.port()));
            if (random.nextInt(10) > 0) {
                socket.getOutputStream().write(samples.get(random.nextInt(2)));
            }
            do {
                byte[] packet = samples.get(random.nextInt(samples.size())).clone();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
                }
                count++;
                socket.getOutputStream().write(packet);
            } while (random.nextInt(20) > 0);
        } catch (IOException e) {
            // The broker has closed it, as it should.
        }
        return count;
    }

    private static List<byte[]> samples() {
        List<byte[]> samples = new ArrayList<>();
        for (String hex : List.of(
                CONNECT_4.replaceFirst("78$", "66"),
                CONNECT_5.replaceFirst("78$", "67"),
                "300500026162",
                "32080002616200017878",
                "34080002616200027878",
                "350a000261620003027878",
                "40020001",
                "50020001",
                "62020001",
                "70020001",
                "4004000100 00".replace(" ", ""),
                "82090001000461622f2301",
                "820a000200000461622f2b01",
                "a2080003000461622f23",
                "c000",
                "e000",
                "e0020000",
                "f0020000",
                "20020000",
                "9003000100",
                "d000")) {
            samples.add(HexFormat.of().parseHex(hex));
        }
        return samples;
    }
}
