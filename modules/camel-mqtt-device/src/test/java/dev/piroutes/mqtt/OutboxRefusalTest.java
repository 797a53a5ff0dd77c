package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.time.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker of which one knows nothing but that it ends the connection for some messages. */
class OutboxRefusalTest {

    private static final String LARGE = "x".repeat(300_000);

    @TempDir
    Path folder;

    private final List<String> taken = new ArrayList<>();
    private final Deque<OutboxMessage> wire = new ArrayDeque<>();
    private Predicate<OutboxMessage> refused = message -> message.payload().length > 100_000;
    private BrokerLimits limits = BrokerLimits.UNKNOWN;
    private final FakeTime time = new FakeTime();
    private boolean open;
    private int closings;
    private Outbox outbox;

    @BeforeEach
    void start() {
        outbox = outbox(OutboxLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        outbox.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 15})
    void whatTheBrokerRefusesIsSetAsideAndTheRestArrivesInOrder(int before) throws Exception {
        List<String> presses = presses(15);
        for (int i = 0; i < 15; i++) {
            if (i == before) {
                add("big", LARGE);
            }
            add("press", presses.get(i));
        }
        if (before == 15) {
            add("big", LARGE);
        }

        connect(4);
        assertThat(taken).containsExactlyElementsOf(presses);
        assertThat(closings).isEqualTo(3);

        connect(7);
        assertThat(outbox.depth()).isZero();
        assertThat(closings).isEqualTo(6);
        assertThat(aside()).singleElement().satisfies(message -> {
            assertThat(message.client()).isEqualTo("PicoA");
            assertThat(message.topic()).isEqualTo("big");
            assertThat(message.payload()).hasSize(300_000);
            assertThat(message.qos()).isEqualTo(1);
            assertThat(message.reason()).contains("larger than anything that this broker has taken");
        });
    }

    @Test
    void whatIsNotPermittedWaitsAndArrivesInOrderOnceItIs() throws Exception {
        refused = message -> message.topic().equals("denied");
        add("denied", "1");
        add("ok", "a");
        add("denied", "2");
        add("ok", "b");

        connect(20);
        assertThat(taken).containsExactly("a", "b");
        assertThat(outbox.heldTopics()).containsExactly("denied");
        assertThat(outbox.heldMessages()).isEqualTo(2);
        add("denied", "3");
        add("ok", "c");
        connect(1);
        assertThat(taken).containsExactly("a", "b", "c");
        assertThat(aside()).isEmpty();

        refused = message -> false;
        connect(2);
        assertThat(taken).containsExactly("a", "b", "c", "1", "2", "3");
        assertThat(outbox.heldTopics()).isEmpty();
    }

    /** A full outbox makes publishers wait for a broker that takes messages; not for one that takes none. */
    @ParameterizedTest(name = "for good: {0}")
    @ValueSource(booleans = {true, false})
    void whoWaitsForRoomGoesOnWhenTheBrokerRefuses(boolean forGood) throws Exception {
        open = true;
        outbox.close();
        outbox = outbox(new OutboxLimits(1, 1 << 20, null));
        outbox.connected();
        for (int i = 0; i < 2 * Outbox.WINDOW; i++) {
            add("t", "x");
        }
        CompletableFuture<OutboxMessage> published = new CompletableFuture<>();
        Thread publisher = new Thread(() -> {
            try {
                published.complete(add("other", "y"));
            } catch (OutboxException e) {
                published.completeExceptionally(e);
            }
        });
        publisher.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> publisher.getState() == Thread.State.WAITING);

        outbox.refused(wire.remove(), "not authorized (0x87)", forGood);
        assertThat(published.get(20, TimeUnit.SECONDS).topic()).isEqualTo("other");
    }

    @Test
    void whenASuspectIsRefusedForGoodTheNextIsSent() throws Exception {
        add("a", "1");
        add("b", "2");
        for (int i = 0; i < 2; i++) {
            open = true;
            outbox.connected();
            lose(true);
        }
        open = true;
        outbox.connected();
        assertThat(wire).extracting(OutboxMessage::topic).containsExactly("a");

        outbox.refused(wire.remove(), "payload format invalid (0x99)", true);
        assertThat(wire).extracting(OutboxMessage::topic).containsExactly("b");
    }

    @Test
    void severalAtFaultAreFoundOneAfterTheOther() throws Exception {
        refused = message -> message.topic().startsWith("bad");
        for (int i = 0; i < 10; i++) {
            add("bad/" + i, "x");
            add("ok", "" + i);
        }

        connect(13);

        assertThat(taken)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "" + i).toList());
        assertThat(outbox.heldTopics()).hasSize(10);
    }

    @Test
    void aBrokerThatRestartsAndANetworkThatFlapsAreNoReasonToHoldAnything() throws Exception {
        refused = message -> false;
        for (int i = 0; i < 20; i++) {
            add("t" + i % 3, LARGE);
            lose(true);
        }
        connect(30);

        assertThat(taken).hasSize(20);
        assertThat(aside()).isEmpty();
        assertThat(outbox.heldTopics()).isEmpty();
    }

    @Test
    void aTrialDuringWhichTheBrokerGoesAwaySaysNothing() throws Exception {
        add("big", LARGE);
        connect(3);
        for (int i = 0; i < 30; i++) {
            time.pass(Duration.ofMinutes(6));
            connectOnce();
            outbox.unreachable();
        }
        assertThat(closings).isGreaterThan(10);
        assertThat(aside()).isEmpty();
    }

    @Test
    void severalTooLargeInOneTopicCostOneClosingEachAfterTheFirst() throws Exception {
        add("big", LARGE);
        add("big", LARGE);
        add("big", "small");
        add("big", LARGE);

        connect(40);

        assertThat(taken).containsExactly("small");
        assertThat(aside()).hasSize(3);
        assertThat(outbox.depth()).isZero();
        // 6 for the first, 1 for the second; "small" is taken, so the last is as the first.
        assertThat(closings).isEqualTo(13);
    }

    @Test
    void whatWaitsTakesNoRoomFromTheRestAndIsBounded() throws Exception {
        outbox.close();
        outbox = outbox(new OutboxLimits(10, 1000, null));
        refused = message -> message.topic().equals("denied");
        add("denied", "1");
        connect(4);
        for (int i = 2; i <= 10; i++) {
            assertThat(add("denied", "" + i).safe()).isCompleted();
        }
        assertThatThrownBy(() -> add("denied", "11")).hasMessage("outbox full (outboxMessages=10)");

        outbox.disconnected(false);
        open = false;
        for (int i = 0; i < 10; i++) {
            add("ok", "" + i);
        }
        assertThatThrownBy(() -> add("ok", "10")).hasMessage("outbox full (outboxMessages=10)");
        connect(1);
        assertThat(taken).hasSize(10);
    }

    @Test
    void aMessageThatCanNeverBeSentLeavesTheOutboxAtTheStart() throws Exception {
        add("t", "1");
        add("big", LARGE);
        add("t", "2");
        outbox.close();
        limits = (topic, size) -> size > 100_000 ? Optional.of("too large") : Optional.empty();
        outbox = outbox(OutboxLimits.DEFAULT);

        connect(1);
        assertThat(closings).isZero();
        assertThat(taken).containsExactly("1", "2");
        assertThat(aside()).singleElement().satisfies(message -> assertThat(message.reason())
                .isEqualTo("the broker would not take the message to \"big\": too large"));

        restart();
        connect(1);
        assertThat(outbox.depth()).isZero();
        assertThat(aside()).hasSize(1);
    }

    /** The process ends between the file and the outbox: what has its file is not sent again. */
    @Test
    void whatHasItsFileIsNotInTheOutboxToo() throws Exception {
        add("t", "1");
        OutboxMessage big = add("big", LARGE);
        new UnsentMessages(folder.resolve("PicoA.mv"), "PicoA").put(big, "because");
        restart();

        connect(1);

        assertThat(taken).containsExactly("1");
        assertThat(closings).isZero();
        assertThat(aside()).hasSize(1);
        restart();
        assertThat(outbox.depth()).isZero();
    }

    @Test
    void whatIsToBeSentAgainGoesBackIntoTheOutbox() throws Exception {
        add("big", LARGE);
        connect(12);
        assertThat(outbox.setAside()).isOne();
        refused = message -> false;

        UnsentMessages.resend(aside().get(0));
        outbox.takeBackAside();
        assertThat(outbox.setAside()).isZero();
        connect(1);

        assertThat(taken).containsExactly(LARGE);
        assertThat(aside()).isEmpty();
    }

    @Test
    void whatStillCannotBeSentStaysSetAside() throws Exception {
        add("big", LARGE);
        outbox.close();
        limits = (topic, size) -> size > 100_000 ? Optional.of("too large") : Optional.empty();
        outbox = outbox(OutboxLimits.DEFAULT);

        UnsentMessages.resend(aside().get(0));
        outbox.takeBackAside();

        assertThat(aside()).singleElement().satisfies(message -> assertThat(message.isToBeSent())
                .isFalse());
        assertThat(outbox.depth()).isZero();
    }

    @Test
    void aDamagedFileIsListedAndNeverSent() throws Exception {
        Files.writeString(folder.resolve("PicoA.20260101T000000.000-1.unsent"), "nonsense");
        assertThat(aside()).singleElement().satisfies(message -> assertThat(message.reason())
                .isEqualTo("the file is damaged"));

        UnsentMessages.resend(aside().get(0));
        outbox.takeBackAside();

        assertThat(outbox.depth()).isZero();
        assertThat(aside()).hasSize(1);
    }

    @Test
    void aMessageKeepsAllThatItHasInItsFile() throws Exception {
        byte[] payload = {0, 10, 13, -1, '{', 10};
        UnsentMessages store = new UnsentMessages(folder.resolve("PicoA.mv"), "PicoA");
        store.put(
                new OutboxMessage(7, new Publication("a/\"ü\\\uD83D\uDE00\n", payload, 2, true), 1_000_000_000_123L),
                "a \"reason\"");

        assertThat(aside()).singleElement().satisfies(message -> {
            assertThat(message.name()).isEqualTo("PicoA.20010909T014640.123-7.unsent");
            assertThat(message.topic()).isEqualTo("a/\"ü\\\uD83D\uDE00\n");
            assertThat(message.payload()).isEqualTo(payload);
            assertThat(message.qos()).isEqualTo(2);
            assertThat(message.retained()).isTrue();
            assertThat(message.published()).isEqualTo("2001-09-09T01:46:40.123Z");
            assertThat(message.reason()).isEqualTo("a \"reason\"");
        });
    }

    @Test
    void aFileKeepsProperties() throws Exception {
        MessageProperties properties = new MessageProperties(false, 60L, "text/plain", null, null, List.of());
        UnsentMessages store = new UnsentMessages(folder.resolve("PicoA.mv"), "PicoA");
        store.put(new OutboxMessage(7, new Publication("a", new byte[] {1}, 1, true, properties), 0), "because");

        assertThat(aside()).singleElement().satisfies(message -> assertThat(message.publication())
                .usingRecursiveComparison()
                .isEqualTo(new Publication("a", new byte[] {1}, 1, true, properties)));
    }

    /** MQTT 5: the broker has an answer, and the connection goes on. */
    @Test
    void whatTheBrokerAnswersThatItDoesNotTakeIsTriedNowAndThenAndThenGoesInOrder() throws Exception {
        connect(1);
        OutboxMessage first = add("a", "1");
        OutboxMessage second = add("a", "2");
        wire.clear();
        assertThat(outbox.refused(first, "not authorized", false)).isTrue();
        assertThat(outbox.refused(second, "not authorized", false)).isFalse();
        for (int i = 0; i < 2; i++) {
            time.pass(Duration.ofMinutes(6));
            assertThat(outbox.tryHeld()).isTrue();
            assertThat(wire).containsExactly(first);
            assertThat(outbox.refused(wire.remove(), "not authorized", false)).isFalse();
        }
        assertThat(outbox.tryHeld()).isFalse();
        time.pass(Duration.ofMinutes(6));
        outbox.tryHeld();
        serve();

        assertThat(taken).containsExactly("1", "2");
        assertThat(outbox.heldTopics()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenToAFileWaits() throws Exception {
        OutboxMessage big = add("big", LARGE);
        Path blocked = folder.resolve("PicoA.%1$tY%1$tm%1$tdT%1$tH%1$tM%1$tS.%1$tL-%2$d.tmp"
                .formatted(
                        java.time.Instant.ofEpochMilli(big.since()).atZone(java.time.ZoneOffset.UTC), big.sequence()));
        Files.createDirectory(blocked);
        connect(12);
        assertThat(outbox.heldMessages()).isOne();

        Files.delete(blocked);
        time.pass(Duration.ofMinutes(6));
        connect(2);
        assertThat(outbox.depth()).isZero();
        assertThat(aside()).hasSize(1);
    }

    // The other end, and the part of Connection.

    /** Connects as often, each time until the connection ends or nothing happens any more; a while passes in between. */
    private void connect(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            connectOnce();
            time.pass(Duration.ofMinutes(1));
        }
    }

    private void connectOnce() {
        if (open) {
            outbox.tryHeld();
            serve();
            return;
        }
        open = true;
        if (outbox.oneByOne()) {
            outbox.connected();
            serve();
            if (open) {
                assertThat(outbox.suspects()).isZero();
                outbox.allTogether();
                lose(true);
            }
            return;
        }
        outbox.works();
        outbox.connected();
        serve();
    }

    /** The broker reads one packet after another. */
    private void serve() {
        while (open && !wire.isEmpty()) {
            OutboxMessage message = wire.poll();
            if (refused.test(message)) {
                closings++;
                wire.addFirst(message);
                lose(true);
            } else {
                taken.add(new String(message.payload()));
                outbox.acknowledged(message);
            }
        }
    }

    private void lose(boolean alone) {
        lose(alone, List.copyOf(wire));
    }

    private void lose(boolean alone, List<OutboxMessage> unanswered) {
        open = false;
        wire.clear();
        outbox.ended(alone, unanswered);
        outbox.disconnected(false);
    }

    private boolean send(OutboxMessage message) {
        if (open) {
            wire.add(message);
        }
        return open;
    }

    private OutboxMessage add(String topic, String payload) throws OutboxException {
        return outbox.add(new Publication(topic, payload.getBytes(), 1, false));
    }

    private void restart() {
        open = false;
        wire.clear();
        outbox.close();
        outbox = outbox(OutboxLimits.DEFAULT);
    }

    private Outbox outbox(OutboxLimits bound) {
        Path file = folder.resolve("PicoA.mv");
        return new Outbox(
                "PicoA",
                new OutboxFile(file),
                new UnsentMessages(file, "PicoA"),
                new PublishRules(limits),
                bound,
                time,
                this::send);
    }

    private List<UnsentMessages.Message> aside() throws IOException {
        return UnsentMessages.in(folder);
    }

    private static List<String> presses(int count) {
        return Stream.iterate(1, i -> i + 1).limit(count).map(i -> "press " + i).toList();
    }
}
