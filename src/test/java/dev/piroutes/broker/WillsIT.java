package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.WireClient.Connect;
import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.broker.WireClient.Will;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a will is sent, and when not. */
@Timeout(60)
class WillsIT {
    private static final String STATUS = "csc2106/devA/status";
    private static final List<Integer> VERSIONS = List.of(4, 5);

    @TempDir
    Path data;

    private Broker broker;
    private WireClient watcher;

    @BeforeEach
    void start() {
        broker = start("2");
        watch();
    }

    private Broker start(String grace) {
        return Broker.start(
                new BrokerSettings("127.0.0.1", 0, null, data, List.of(), Map.of(BrokerSettings.WILL_GRACE, grace)));
    }

    private void watch() {
        watcher = WireClient.clean(broker.port(), "watcher");
        watcher.subscribe("csc2106/#", 0);
    }

    @AfterEach
    void stop() {
        watcher.close();
        broker.close();
    }

    private WireClient device(int version, Connect connect) {
        WireClient device = new WireClient(broker.port(), version);
        assertThat(device.connect(connect).code()).isZero();
        return device;
    }

    private static Connect withWill(int version) {
        return new Connect("PicoA", false).will(will(new Properties5())).expiry(version == 5 ? 3600 : 0);
    }

    private static Will will(Properties5 properties) {
        return new Will(STATUS, "offline", 1, true, properties);
    }

    private void end() {
        try (WireClient other = WireClient.clean(broker.port(), "other")) {
            other.publishAcked("csc2106/end", 1, "end");
        }
    }

    private void assertNext(String... payloads) {
        assertThat(watcher.receive(payloads.length))
                .extracting(Publish::payload)
                .containsExactly(payloads);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isSentWhenTheSocketCloses(int version) {
        device(version, withWill(version)).close();
        assertNext("offline");
        device(version, withWill(version)).cut();
        assertNext("offline");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isSentWhenTheClientIsSilent(int version) {
        try (WireClient silent = device(version, withWill(version).keepAlive(1))) {
            watcher.ping();
            assertNext("offline");
            assertThat(silent.closedByBroker()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isSentWhenTheClientBreaksTheRules(int version) {
        WireClient device = device(version, withWill(version));
        device.send(0x10, new byte[] {0, 0});
        assertNext("offline");
        device.close();
    }

    /** Before the birth of the client that took over, or the status would stay offline. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isSentOnTakeoverBeforeTheBirth(int version) {
        for (int i = 0; i < 20; i++) {
            WireClient first = device(version, withWill(version));
            WireClient second = device(version, withWill(version));
            second.retain(STATUS, "online");
            second.disconnect();
            first.close();
            assertNext("offline", "online");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isSentBeforeTheBirthOfAClientThatComesBackAtOnce(int version) {
        for (int i = 0; i < 20; i++) {
            device(version, withWill(version)).cut();
            WireClient again = device(version, withWill(version));
            again.retain(STATUS, "online");
            again.disconnect();
            assertNext("offline", "online");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isNotSentAfterDisconnect(int version) {
        for (int i = 0; i < 50; i++) {
            device(version, withWill(version)).disconnect();
        }
        end();
        assertNext("end");
    }

    @Test
    void isSentAfterDisconnectWithWill() {
        device(5, withWill(5)).disconnect(4, new Properties5());
        assertNext("offline");
    }

    @Test
    void waitsForItsDelay() {
        Properties5 delay = new Properties5().u32(Properties5.WILL_DELAY, 2);
        Connect connect = new Connect("PicoA", false).expiry(3600).will(will(delay));
        long start = System.nanoTime();
        device(5, connect).cut();
        end();
        assertNext("end", "offline");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(1_900L, 4_500L);
    }

    @Test
    void isNotSentIfTheClientIsBackWithinTheDelay() {
        Properties5 delay = new Properties5().u32(Properties5.WILL_DELAY, 1);
        Connect connect = new Connect("PicoA", false).expiry(3600).will(will(delay));
        device(5, connect).cut();
        try (WireClient back = device(5, connect)) {
            // The will of a client whose delay began later.
            device(5, new Connect("PicoB", false).expiry(3600).will(new Will("csc2106/b", "later", 1, false, delay)))
                    .cut();
            assertNext("later");
            back.disconnect();
        }
    }

    @Test
    void isSentWithTheEndOfTheSessionAtTheLatest() {
        Properties5 delay = new Properties5().u32(Properties5.WILL_DELAY, 1000);
        device(5, new Connect("PicoA", true).will(will(delay))).cut();
        assertNext("offline");
    }

    @Test
    void keepsItsProperties() {
        watcher.close();
        watcher = new WireClient(broker.port(), 5);
        watcher.connect(new Connect("watcher5", true));
        watcher.subscribe(STATUS, 0);
        Properties5 properties = new Properties5()
                .text(Properties5.CONTENT_TYPE, "text/plain")
                .text(Properties5.RESPONSE_TOPIC, "a.b")
                .u32(Properties5.MESSAGE_EXPIRY, 3_000_000)
                .user("k", "v");

        device(5, new Connect("PicoA", true).will(will(properties))).cut();

        Map<Integer, List<Object>> received = watcher.receive().properties();
        assertThat(received)
                .containsEntry(Properties5.CONTENT_TYPE, List.of("text/plain"))
                .containsEntry(Properties5.RESPONSE_TOPIC, List.of("a.b"))
                .containsEntry(Properties5.USER, List.of("k=v"));
        assertThat((Long) received.get(Properties5.MESSAGE_EXPIRY).get(0)).isBetween(2_999_990L, 3_000_000L);
    }

    @Test
    void isSentWhenTheBrokerStops() {
        device(4, withWill(4));
        broker.close();
        broker = start("60");
        watch();
        assertThat(watcher.receive().payload()).isEqualTo("offline");
    }

    /** The broker is killed; of two clients one comes back, in each version. */
    @Test
    void isSentAfterACrashOfTheBrokerUnlessTheClientComesBack() throws Exception {
        broker.close();
        try (BrokerProcess process = BrokerProcess.start(data)) {
            for (int version : VERSIONS) {
                for (String id : List.of("PicoA" + version, "PicoB" + version)) {
                    WireClient device = new WireClient(process.port(), version);
                    device.connect(mortal(id));
                    device.retain("csc2106/" + id, id + " online");
                }
            }
            process.kill();
        }
        broker = start("2");
        watch();
        assertThat(watcher.receive(4))
                .extracting(Publish::payload)
                .containsExactlyInAnyOrder("PicoA4 online", "PicoB4 online", "PicoA5 online", "PicoB5 online");

        List<WireClient> back = VERSIONS.stream()
                .map(version -> device(version, mortal("PicoA" + version)))
                .toList();
        assertThat(watcher.receive(2))
                .extracting(Publish::payload)
                .containsExactlyInAnyOrder("PicoB4 offline", "PicoB5 offline");
        back.forEach(WireClient::disconnect);
        end();
        assertNext("end");
    }

    private static Connect mortal(String id) {
        return new Connect(id, true).will(new Will("csc2106/" + id, id + " offline", 1, true, new Properties5()));
    }
}
