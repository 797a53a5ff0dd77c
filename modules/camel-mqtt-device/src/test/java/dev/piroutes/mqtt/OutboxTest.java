package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.time.FakeTime;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxTest {

    @TempDir
    Path folder;

    private final List<OutboxMessage> sent = new ArrayList<>();
    private final FakeTime time = new FakeTime();
    private Outbox outbox;

    @BeforeEach
    void open() {
        outbox = outbox(OutboxLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void sendsAtOnceAndWritesNothingWhileTheBrokerIsThere() throws Exception {
        outbox.connected();
        OutboxMessage message = add("a");
        assertThat(payloads(sent)).containsExactly("a");
        assertThat(message.safe()).isNotDone();

        outbox.acknowledged(message);
        assertThat(message.safe()).isCompleted();
        assertThat(outbox.depth()).isZero();
        assertThat(file()).doesNotExist();
    }

    @Test
    void isSafeOnDiskWhileTheBrokerIsAway() throws Exception {
        assertThat(add("a").safe()).isCompleted();
        assertThat(file()).exists();
        assertThat(sent).isEmpty();
    }

    @Test
    void deliversAfterARestartInOrder() throws Exception {
        for (int i = 0; i < 50; i++) {
            add("m" + i);
        }
        restart();
        outbox.connected();
        assertThat(payloads(sent))
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void putsOnDiskWhatWasUnderWayWhenTheConnectionBroke() throws Exception {
        outbox.connected();
        OutboxMessage acknowledged = add("a");
        OutboxMessage underWay = add("b");
        outbox.acknowledged(acknowledged);
        outbox.disconnected(true);
        assertThat(underWay.safe()).isCompleted();
        add("c");

        restart();
        sent.clear();
        outbox.connected();
        assertThat(payloads(sent)).containsExactly("b", "c");
    }

    @Test
    void putsOnDiskWhatIsUnderWayWhenTheProcessIsAboutToEnd() throws Exception {
        outbox.connected();
        OutboxMessage underWay = add("a");
        outbox.storeUnacknowledged();
        assertThat(underWay.safe()).isCompleted();
        outbox.acknowledged(underWay);
        outbox.tidy();
        restart();
        assertThat(outbox.depth()).isZero();
    }

    @Test
    void leavesToAKeptSessionWhatItSendsAgainItself() throws Exception {
        outbox.connected();
        add("a");
        outbox.disconnected(true);
        add("b");
        outbox.connected();
        assertThat(payloads(sent)).containsExactly("a", "b");
    }

    @Test
    void sendsAgainWhatALostSessionForgot() throws Exception {
        outbox.connected();
        add("a");
        outbox.disconnected(false);
        add("b");
        outbox.connected();
        assertThat(payloads(sent)).containsExactly("a", "a", "b");
    }

    @Test
    void forgetsWhatWasAcknowledged() throws Exception {
        OutboxMessage message = add("a");
        outbox.connected();
        outbox.acknowledged(message);
        outbox.tidy();
        restart();
        outbox.connected();
        assertThat(outbox.depth()).isZero();
        assertThat(payloads(sent)).containsExactly("a");
    }

    @Test
    void keepsTopicQosAndRetainedFlag() throws Exception {
        outbox.add(new Publication("a/ü", "x".getBytes(), 2, true));
        restart();
        outbox.connected();
        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("a/ü");
            assertThat(message.qos()).isEqualTo(2);
            assertThat(message.retained()).isTrue();
        });
    }

    @Test
    void keepsProperties() throws Exception {
        MessageProperties properties = new MessageProperties(
                true, 60L, "text/plain", "answers", new byte[] {0, -1}, List.of(new UserProperty("k", "\uD83D\uDE00")));
        outbox.add(new Publication("a", "x".getBytes(), 1, false, properties));
        restart();
        outbox.connected();
        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.payload()).isEqualTo("x".getBytes());
            assertThat(message.publication().properties())
                    .usingRecursiveComparison()
                    .isEqualTo(properties);
        });
    }

    /** MQTT: for whoever is there, and for nobody later. */
    @Test
    void anExpiryOfNoTimeIsForThisMoment() throws Exception {
        MessageProperties now = new MessageProperties(false, 0L, null, null, null, List.of());
        outbox.connected();
        outbox.add(new Publication("a", new byte[0], 1, false, now));

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).size()).isEqualTo(1 + 5);
    }

    @Test
    void dropsWhatHasExpiredAndSendsTheRestWithLessTime() throws Exception {
        for (long expiry : new long[] {60, 600}) {
            outbox.add(new Publication(
                    "a", new byte[0], 1, false, new MessageProperties(false, expiry, null, null, null, List.of())));
        }
        time.pass(Duration.ofSeconds(61));
        outbox.connected();

        assertThat(sent).singleElement().satisfies(message -> assertThat(
                        outbox.asOfNow(message).properties().expiry())
                .isEqualTo(539));
        assertThat(outbox.expired()).isOne();
    }

    @Test
    void neverHasMoreUnderWayThanItsWindow() throws Exception {
        outbox.connected();
        for (int i = 0; i < Outbox.WINDOW + 5; i++) {
            add("m");
        }
        assertThat(sent).hasSize(Outbox.WINDOW);
        outbox.acknowledged(sent.get(0));
        assertThat(sent).hasSize(Outbox.WINDOW + 1);
    }

    @Test
    void refusesWhatIsOverTheBoundAndKeepsTheRest() throws Exception {
        outbox.close();
        outbox = outbox(new OutboxLimits(2, 1000, null));
        add("a");
        add("b");
        assertThatThrownBy(() -> add("c"))
                .isInstanceOf(OutboxException.class)
                .hasMessage("outbox full (outboxMessages=2)");
        assertThat(outbox.refused()).isOne();

        outbox.connected();
        assertThat(payloads(sent)).containsExactly("a", "b");
        outbox.acknowledged(sent.get(0));
        outbox.disconnected(true);
        assertThat(add("d").safe()).isCompleted();
    }

    @Test
    void countsBytesToo() throws Exception {
        outbox.close();
        outbox = outbox(new OutboxLimits(100, 10, null));
        add("12345");
        assertThatThrownBy(() -> add("1234")).hasMessage("outbox full (outboxBytes=10)");
        add("123");
    }

    @Test
    void dropsWhatIsTooOldToBeSent() throws Exception {
        outbox.close();
        outbox = outbox(new OutboxLimits(100, 1000, Duration.ofMinutes(1)));
        add("old");
        time.pass(Duration.ofSeconds(30));
        add("young");
        time.pass(Duration.ofSeconds(31));
        outbox.connected();
        assertThat(payloads(sent)).containsExactly("young");
        assertThat(outbox.expired()).isOne();
    }

    /** From when, to when. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:01:00Z, 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z, 2026-01-01T01:00:00Z",
        "2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "2026-01-01T01:00:00Z, 2026-01-01T00:00:00Z",
        "2027-01-01T00:00:00Z, 2026-01-01T00:00:00Z"
    })
    void settingTheClockAgesNothing(String from, String to) throws Exception {
        time.set(from);
        OutboxLimits limits = new OutboxLimits(100, 1000, Duration.ofMinutes(1));
        restart(limits);
        add("old");
        time.pass(Duration.ofSeconds(20));
        add("young");
        time.set(to);
        time.pass(Duration.ofSeconds(20));
        assertThat(outbox.oldestAge()).isEqualTo(40_000);
        restart(limits);
        assertThat(outbox.oldestAge()).as("after a restart").isEqualTo(40_000);
        add("younger");
        time.set(from);
        time.pass(Duration.ofSeconds(21));
        restart(limits);
        outbox.connected();
        assertThat(payloads(sent)).containsExactly("young", "younger");
        assertThat(outbox.expired()).isOne();
    }

    @Test
    void aNightWithoutPowerCountsIfTheTimeIsKnown() throws Exception {
        OutboxLimits limits = new OutboxLimits(100, 1000, Duration.ofHours(1));
        restart(limits);
        add("a");
        outbox.close();
        time.reboot(Duration.ofHours(9));
        outbox = outbox(limits);
        outbox.connected();
        assertThat(outbox.expired()).isOne();
    }

    @Test
    void aNightWithoutPowerDoesNotCountIfTheTimeIsNotKnown() throws Exception {
        OutboxLimits limits = new OutboxLimits(100, 1000, Duration.ofHours(1));
        restart(limits);
        add("a");
        outbox.close();
        time.reboot(Duration.ofHours(9));
        time.set("1970-01-01T00:00:20Z");
        outbox = outbox(limits);
        time.set("2026-06-01T00:00:00Z");
        outbox.connected();
        assertThat(payloads(sent)).containsExactly("a");
    }

    @Test
    void theLastAcknowledgementIsTimedByTheClockAsItIsSetNow() throws Exception {
        assertThat(outbox.lastAcknowledged()).isZero();
        time.set("1970-01-01T00:01:00Z");
        outbox.connected();
        outbox.acknowledged(add("a"));
        time.pass(Duration.ofSeconds(10));
        time.set("2026-01-01T00:00:00Z");
        assertThat(outbox.lastAcknowledged())
                .isEqualTo(Instant.parse("2025-12-31T23:59:50Z").toEpochMilli());
    }

    @Test
    void saysThatAnotherProcessHasTheFile() throws Exception {
        add("a");
        assertThatThrownBy(() -> outbox(OutboxLimits.DEFAULT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is this device running twice?");
    }

    @Test
    void refusesWhatItCannotWriteAndRecovers() throws Exception {
        outbox.close();
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "a file where a folder is needed");
        outbox = outbox(blocked.resolve("PicoA.mv"), OutboxLimits.DEFAULT);
        assertThatThrownBy(() -> add("a")).isInstanceOf(OutboxException.class).hasMessageContaining("PicoA.mv");
        assertThat(outbox.depth()).isZero();

        Files.delete(blocked);
        assertThat(add("b").safe()).isCompleted();
    }

    private OutboxMessage add(String payload) throws OutboxException {
        return outbox.add(new Publication("t", payload.getBytes(), 1, false));
    }

    private void restart() {
        restart(OutboxLimits.DEFAULT);
    }

    private void restart(OutboxLimits limits) {
        outbox.close();
        outbox = outbox(limits);
    }

    private Outbox outbox(OutboxLimits limits) {
        return outbox(file(), limits);
    }

    private Outbox outbox(Path file, OutboxLimits limits) {
        return new Outbox(
                "PicoA",
                new OutboxFile(file),
                new UnsentMessages(file, "PicoA"),
                new PublishRules(BrokerLimits.UNKNOWN),
                limits,
                time,
                this::send);
    }

    private boolean send(OutboxMessage message) {
        sent.add(message);
        return true;
    }

    private Path file() {
        return folder.resolve("PicoA.mv");
    }

    private static List<String> payloads(List<OutboxMessage> messages) {
        return messages.stream().map(m -> new String(m.payload())).toList();
    }
}
