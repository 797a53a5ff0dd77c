package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker starts where it is told to, or says in one line why not and leaves nothing behind. */
@Timeout(30)
class BrokerStartIT {
    private static final String HOST = "127.0.0.1";

    @TempDir
    Path temp;

    @Test
    void takesMqtt311And5() throws Exception {
        try (Broker broker = Broker.start(settings(0))) {
            try (MqttClient client =
                    new MqttClient("tcp://" + HOST + ":" + broker.port(), "v311", new MemoryPersistence())) {
                client.connect();
                assertThat(client.isConnected()).isTrue();
                client.disconnect();
            }
            assertThat(connackOfMqtt5(broker.port()))
                    .startsWith(0x20)
                    .satisfies(b -> assertThat(b[3]).as("reason code").isZero());
        }
    }

    private static byte[] connackOfMqtt5(int port) throws Exception {
        try (Socket socket = new Socket(HOST, port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            // Fixed header, "MQTT", level 5, clean start, keep-alive 60 s, no properties, client id "v5".
            out.write(new byte[] {0x10, 15, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0, 0, 2, 'v', '5'});
            return socket.getInputStream().readNBytes(4);
        }
    }

    @Tag("full")
    @Test
    void twoRunInOneJvm() {
        try (Broker one = Broker.start(new BrokerSettings(HOST, 0, null, temp.resolve("one")));
                Broker two = Broker.start(new BrokerSettings(HOST, 0, null, temp.resolve("two")))) {
            assertThat(one.port()).isPositive().isNotEqualTo(two.port());
            try (WireClient subscriber = WireClient.clean(one.port(), "subscriber");
                    WireClient elsewhere = WireClient.clean(two.port(), "publisher");
                    WireClient here = WireClient.clean(one.port(), "publisher")) {
                subscriber.subscribe("#", 1);
                elsewhere.publishAcked("t", 1, "from two");
                here.publishAcked("t", 1, "from one");
                assertThat(subscriber.receive().payload()).isEqualTo("from one");
            }
        }
    }

    @Test
    void readsTheFolderThatItIsGiven() throws Exception {
        Path etc = Files.createDirectory(temp.resolve("etc"));
        Files.copy(Path.of("broker-etc/broker.xml"), etc.resolve("broker.xml"));
        try (Broker broker = Broker.start(new BrokerSettings(HOST, 0, etc, temp.resolve("data")))) {
            assertThat(broker.host()).isEqualTo(HOST);
            WireClient.clean(broker.port(), "c").close();
        }
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            assertFails(
                    settings(taken.getLocalPort()),
                    "port " + taken.getLocalPort() + " is already in use on 127.0.0.1",
                    "--broker.port=N");
        }
    }

    @Test
    void saysThatTheDataFolderIsInUseHere() {
        try (Broker first = Broker.start(settings(0))) {
            assertThatThrownBy(() -> Broker.start(settings(0)))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("data folder " + data())
                    .hasMessageContaining("in use by another broker");
            // The first one is none the worse for it.
            WireClient.clean(first.port(), "c").close();
        }
    }

    @Test
    void saysThatTheDataFolderIsInUseByAnotherProcess() throws Exception {
        try (BrokerProcess other = BrokerProcess.start(data())) {
            assertThat(other.port()).isPositive();
            assertFails(settings(0), "data folder " + data(), "in use by another broker");
        }
    }

    @Test
    void saysThatTheDataFolderCannotBeWritten() throws Exception {
        // A file where the folder should be: works for root too, whom no permission stops.
        Path file = Files.createFile(temp.resolve("file"));
        assertFails(
                new BrokerSettings(HOST, 0, null, file.resolve("data")), "data folder " + file, "cannot be written");
    }

    @Test
    void saysThatTheHostIsUnknownOrElsewhere() {
        assertFails(new BrokerSettings("no-such-host.invalid", 0, null, data()), "broker.host no-such-host.invalid");
        assertFails(new BrokerSettings("192.0.2.1", 0, null, data()), "192.0.2.1 is not an address of this machine");
    }

    @Test
    void onlyWhatMayBeOtherwiseLaterPasses() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            assertThat(failure(settings(taken.getLocalPort())).isPassing()).isTrue();
        }
        assertThat(failure(new BrokerSettings("192.0.2.1", 0, null, data())).isPassing())
                .isTrue();
        assertThat(failure(new BrokerSettings("no-such-host.invalid", 0, null, data()))
                        .isPassing())
                .isTrue();
        assertThat(failure(new BrokerSettings(HOST, 0, temp, data())).isPassing())
                .isFalse();
        try (Broker first = Broker.start(settings(0))) {
            // Also if the port is taken by the broker that has the folder: that is the better explanation.
            assertThat(failure(settings(first.port())))
                    .hasMessageContaining("in use by another broker")
                    .extracting(BrokerException::isPassing)
                    .isEqualTo(false);
        }
    }

    private static BrokerException failure(BrokerSettings settings) {
        return catchThrowableOfType(BrokerException.class, () -> Broker.start(settings));
    }

    @Test
    void saysThatBrokerXmlIsMissing() {
        assertFails(new BrokerSettings(HOST, 0, temp, data()), "there is no " + temp.resolve("broker.xml"));
    }

    @Test
    void saysWhichLineOfBrokerXmlIsWrong() throws Exception {
        String xml = Files.readString(Path.of("broker-etc/broker.xml"));
        assertInvalid(xml.replace("<journal-type>NIO<", "<journal-typ>NIO<"), "journal-typ");
        assertInvalid(xml.replace(">4M<", ">${nothing}<"), "${nothing}");
        assertInvalid(xml.replace("<critical-analyzer>false<", "<critical-analyzer>perhaps<"), "perhaps");
    }

    private void assertInvalid(String xml, String wrong) throws Exception {
        Path file = Files.writeString(temp.resolve("broker.xml"), xml);
        long line = xml.substring(0, xml.indexOf(wrong)).lines().count();
        assertFails(new BrokerSettings(HOST, 0, temp, data()), file + ", line " + line + ": ", wrong);
    }

    private void assertFails(BrokerSettings settings, String... inMessage) {
        Set<Thread> before = brokerThreads();
        long start = System.nanoTime();
        assertThatThrownBy(() -> Broker.start(settings))
                .isInstanceOf(BrokerException.class)
                .hasMessageContainingAll(inMessage)
                .message()
                .doesNotContain("\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(brokerThreads()).as("threads left").isSubsetOf(before));
    }

    @Test
    void stopsWithinThreeSecondsAndLeavesNoThreads() {
        Set<Thread> before = brokerThreads();
        Broker broker = Broker.start(settings(0));
        WireClient connected = WireClient.persistent(broker.port(), "stays");
        long start = System.nanoTime();
        broker.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(connected.closedByBroker()).isTrue();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(brokerThreads()).as("threads left").isSubsetOf(before));
    }

    private static Set<Thread> brokerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().contains("activemq")
                        || t.getName().contains("ActiveMQ")
                        || t.getName().contains("netty"))
                .collect(Collectors.toSet());
    }

    private Path data() {
        return temp.resolve("data");
    }

    private BrokerSettings settings(int port) {
        return new BrokerSettings(HOST, port, null, data());
    }
}
