package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The program with the package's heap, and clients that want more than fits into it: they are refused or slowed down, with
 * a line that says what to change, and a device and its button go on all the while. {@code -Dmemory.seconds} says how long
 * each goes on when it has what it can get.
 */
@Tag("full")
@Timeout(1_200)
class MemoryIT {
    private static final int QUOTA = 0x97;
    /** The PUBACK of the packet id 1 with that reason. */
    private static final String REFUSED = "40000197";

    /** As broker.xml has it. */
    private static final int MAX_QUEUED = 100_000;

    /** More than fit into memory, if each left something behind. */
    private static final int TOPICS = 3_000;

    private static final int SERVER_UNAVAILABLE = 3;
    private static final int SUBSCRIBE_REFUSED = 0x80;
    private static final Duration SECONDS = Duration.ofSeconds(Integer.getInteger("memory.seconds", 5));

    @TempDir
    Path folder;

    private final List<WireClient> open = new ArrayList<>();
    private Program program;
    private int port;
    private Press press;

    @BeforeEach
    void start() throws IOException {
        start("-Xmx48m");
        press = new Press(port, "");
        press.start();
        press.await(200);
        press.startOver();
    }

    private void start(String heap) throws IOException {
        program = Program.start(folder, Map.of(), List.of(heap), "--broker.port=0");
        port = program.awaitReady();
    }

    @AfterEach
    void everythingElseWentOn(TestInfo test) throws InterruptedException {
        try {
            press.end();
            System.out.printf("memory: %s: %s%n", test.getDisplayName(), press);
            assertThat(program.output()).doesNotContain("OutOfMemory").doesNotContain(" ERROR ");
            WireClient.persistent(port, "lamp").disconnect();
        } finally {
            open.forEach(WireClient::close);
            program.close();
        }
    }

    /** Presses a button again and again, and waits each time, for five seconds at most, until its lamp has got it. */
    private static final class Press extends Thread {
        private final WireClient lamp;
        private final WireClient button;
        private final List<Long> nanos = new ArrayList<>();
        private final String mayComeAgain;
        private String before = "";
        private volatile String last = "";
        private volatile boolean ending;
        private volatile Throwable failure;

        /** @param mayComeAgain what the lamp got last, if the broker was killed before it knew that */
        private Press(int port, String mayComeAgain) {
            super("press");
            this.mayComeAgain = mayComeAgain;
            lamp = new WireClient(port, "127.0.0.9");
            lamp.connect("lamp", false);
            lamp.subscribe("lamp/cmd", 1);
            button = new WireClient(port, "127.0.0.9");
            button.connect("button", false);
        }

        @Override
        public void run() {
            try {
                for (int i = 1; !ending; i++) {
                    long begun = System.nanoTime();
                    button.publish(false, 1, false, "lamp/cmd", i % 60_000 + 1, "press " + i);
                    String received = lamp.receive().payload();
                    if (i == 1 && received.equals(mayComeAgain)) {
                        lamp.puback(lamp.lastId());
                        received = lamp.receive().payload();
                    }
                    assertThat(received).isEqualTo("press " + i);
                    last = received;
                    lamp.puback(lamp.lastId());
                    button.awaitPuback(i % 60_000 + 1);
                    synchronized (nanos) {
                        nanos.add(System.nanoTime() - begun);
                    }
                    // Not as fast as it can: it is not the load.
                    java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                }
            } catch (RuntimeException | AssertionError e) {
                failure = e;
            }
        }

        private void await(int presses) {
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> failure != null || count() > presses);
        }

        private int count() {
            synchronized (nanos) {
                return nanos.size();
            }
        }

        private void startOver() {
            before = toString();
            synchronized (nanos) {
                nanos.clear();
            }
        }

        private void end() throws InterruptedException {
            await(3);
            ending = true;
            join();
            lamp.close();
            button.close();
            assertThat(failure).isNull();
        }

        @Override
        public String toString() {
            synchronized (nanos) {
                long[] sorted =
                        nanos.stream().mapToLong(n -> n / 1_000).sorted().toArray();
                return sorted.length == 0
                        ? "none"
                        : String.format(
                                Locale.ROOT,
                                "%s%d presses, p50 %.1f ms, p99 %.1f ms, worst %.1f ms",
                                before.isEmpty() ? "" : "before: " + before + "; now: ",
                                sorted.length,
                                sorted[sorted.length / 2] / 1e3,
                                sorted[sorted.length * 99 / 100] / 1e3,
                                sorted[sorted.length - 1] / 1e3);
            }
        }
    }

    /** From one of many addresses, so that only memory is the limit. */
    private WireClient client(int i) {
        return new WireClient(port, "127.0.1." + (i % 200 + 1));
    }

    private static void count(Map<Integer, Integer> codes, int code) {
        codes.merge(code, 1, Integer::sum);
    }

    private void goOn() {
        int now = press.count();
        long end = System.nanoTime() + SECONDS.toNanos();
        press.await(now + 10);
        org.awaitility.Awaitility.await()
                .atMost(SECONDS.plusSeconds(60))
                .until(() -> press.failure != null || System.nanoTime() > end);
    }

    @Test
    void clientsWithASubscriptionEach() {
        Map<Integer, Integer> connacks = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            WireClient client = client(i);
            int code = client.connect(new WireClient.Connect("c" + i, i % 2 == 0).keepAlive(0))
                    .code();
            count(connacks, code);
            if (code == 0) {
                open.add(client);
                client.subscribe("t/" + i, 1);
            } else {
                client.close();
            }
        }
        assertThat(connacks).containsOnlyKeys(0, SERVER_UNAVAILABLE);
        assertThat(connacks.get(0)).isGreaterThan(400);
        try (WireClient young = new WireClient(port, 5)) {
            assertThat(young.connect(new WireClient.Connect("young", true)).code())
                    .isEqualTo(QUOTA);
        }
        assertThat(program.output())
                .contains("no memory for one more client: ")
                .contains("(max-client-memory in broker.xml); refused");
        goOn();
        open.forEach(WireClient::ping);
        // Whoever has a session comes back to it.
        open.remove(1).close();
        try (WireClient back = client(1)) {
            assertThat(back.connect("c1", false)).isTrue();
        }
        // And when others have gone there is room.
        open.forEach(WireClient::disconnect);
        open.clear();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (WireClient again = client(0)) {
                return again.connect(new WireClient.Connect("new", true)).code() == 0;
            }
        });
    }

    @Test
    void oneClientWithAThousandSubscriptions() throws IOException {
        Map<Integer, Integer> subacks = new TreeMap<>();
        for (int c = 0; c < 2; c++) {
            WireClient client = client(c);
            open.add(client);
            client.connect("many" + c, true);
        }
        for (WireClient client : open) {
            for (int i = 0; i < 1_000; i++) {
                count(subacks, client.subscribe("s/" + i, 1));
            }
        }
        assertThat(subacks).containsOnlyKeys(1, SUBSCRIBE_REFUSED);
        assertThat(subacks.get(1)).isGreaterThan(900);
        assertThat(program.output())
                .contains("no memory for one more subscription: ")
                .contains("(max-client-memory in broker.xml); not subscribed");
        goOn();
    }

    @Test
    void retainedTopics() {
        WireClient all = client(1);
        open.add(all);
        all.connect("all", true);
        all.subscribe("#", 0);
        Thread reading = reading(all);
        int kept = 0;
        try (WireClient sender = new WireClient(port, 5)) {
            sender.connect(new WireClient.Connect("sender", true));
            for (int i = 0; i < 20_000; i++) {
                sender.publish(false, 1, true, "r/" + i, 1, "on");
                String puback = sender.nextPacket();
                assertThat(puback).startsWith("400001");
                kept += puback.startsWith(REFUSED) ? 0 : 1;
            }
        }
        assertThat(kept).isGreaterThan(1_500).isLessThan(20_000);
        assertThat(program.output()).contains("(max-retained-memory in broker.xml): no room for ");
        try (WireClient late = client(2)) {
            late.connect("late", true);
            late.subscribe("r/#", 0);
            assertThat(late.receive(kept)).extracting(WireClient.Publish::topic).doesNotHaveDuplicates();
        }
        goOn();
        reading.interrupt();
    }

    private static Thread reading(WireClient client) {
        Thread reading = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    client.receive();
                }
            } catch (RuntimeException e) {
                // The end of the test, or five seconds without a message.
            }
        });
        reading.setDaemon(true);
        reading.start();
        return reading;
    }

    @Test
    void oneNewTopicAfterAnother() throws InterruptedException {
        WireClient away = client(0);
        away.connect("away", false);
        away.subscribe("new/#", 1);
        away.disconnect();
        AtomicLong published = new AtomicLong();
        List<Thread> senders = new ArrayList<>();
        for (int s = 0; s < 3; s++) {
            int sender = s;
            WireClient client = client(s);
            open.add(client);
            client.connect("sender" + s, true);
            senders.add(new Thread(() -> {
                long end = System.nanoTime() + SECONDS.toNanos() + 15_000_000_000L;
                for (int i = 0; System.nanoTime() < end || published.get() <= TOPICS; i++) {
                    for (int id = 1; id <= 20; id++) {
                        client.publish(false, 1, false, "new/" + sender + "/" + i + "/" + id, id, "x");
                    }
                    for (int id = 1; id <= 20; ) {
                        // Read more slowly, for some seconds at a time, and never refused.
                        try {
                            client.awaitPuback(id++);
                        } catch (java.io.UncheckedIOException e) {
                            id--;
                        }
                    }
                    published.addAndGet(20);
                }
            }));
        }
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
        try (WireClient back = client(0)) {
            assertThat(back.connect("away", false)).isTrue();
            // What is beyond max-queued-messages is dropped, with a line.
            boolean tooMany = published.get() > MAX_QUEUED;
            assertThat(program.output().contains("the newest are dropped")).isEqualTo(tooMany);
            long got = 0;
            while (got < Math.min(published.get(), MAX_QUEUED)) {
                back.receive();
                back.puback(back.lastId());
                got++;
            }
        }
    }

    @Test
    void largeRetainedMessages() {
        int count = 200;
        char[] text = new char[100_000];
        try (WireClient sender = new WireClient(port, 5)) {
            sender.connect(new WireClient.Connect("sender", true));
            for (int i = 0; i < count; i++) {
                Arrays.fill(text, (char) ('a' + i % 26));
                sender.publish(false, 1, true, "large/" + i, 1, new String(text));
                assertThat(sender.nextPacket()).startsWith("400001").doesNotStartWith(REFUSED);
            }
        }
        for (int qos = 0; qos < 2; qos++) {
            try (WireClient late = client(qos)) {
                late.connect("late" + qos, true);
                late.subscribe("large/#", qos);
                List<String> topics = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    WireClient.Publish publish = late.receive();
                    int number = Integer.parseInt(publish.topic().substring("large/".length()));
                    Arrays.fill(text, (char) ('a' + number % 26));
                    assertThat(publish.payload()).isEqualTo(new String(text));
                    topics.add(publish.topic());
                    if (qos > 0) {
                        late.puback(late.lastId());
                    }
                }
                assertThat(topics).doesNotHaveDuplicates();
            }
        }
        goOn();
    }

    @Test
    void clientsWithLargeWills() {
        Map<Integer, Integer> connacks = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            WireClient client = client(i);
            WireClient.Will will = new WireClient.Will("will/" + i, "x".repeat(60_000), 1, false, new Properties5());
            count(
                    connacks,
                    client.connect(new WireClient.Connect("w" + i, i % 2 == 0)
                                    .keepAlive(0)
                                    .will(will))
                            .code());
            open.add(client);
        }
        assertThat(connacks).containsOnlyKeys(0, SERVER_UNAVAILABLE);
        assertThat(connacks.get(0)).isGreaterThan(100);
        goOn();
    }

    @Test
    void retainedMessagesWithLargeProperties() {
        Properties5 large = new Properties5();
        for (int i = 0; i < 1_000; i++) {
            large.user("key" + i, "v".repeat(60));
        }
        int kept = 0;
        try (WireClient sender = new WireClient(port, 5)) {
            sender.connect(new WireClient.Connect("sender", true));
            for (int i = 0; i < 200; i++) {
                sender.publish(false, 1, true, "p/" + i, 1, "on", large);
                String puback = sender.nextPacket();
                assertThat(puback).startsWith("400001");
                kept += puback.startsWith(REFUSED) ? 0 : 1;
            }
        }
        assertThat(kept).isBetween(3, 100);
        goOn();
    }

    /** Each is in memory until it is acknowledged. */
    @Test
    void messagesUnderWayToClientsThatDoNotAcknowledge() {
        int clients = 40;
        int each = 100;
        for (int c = 0; c < clients; c++) {
            WireClient client = client(c);
            client.connect("slow" + c, false);
            client.subscribe("slow/" + c, 1);
            client.disconnect();
        }
        try (WireClient sender = client(0)) {
            sender.connect("sender", true);
            for (int i = 0; i < clients * each; i++) {
                sender.publishAcked("slow/" + i % clients, 1, i / clients + "x".repeat(15_000));
            }
        }
        for (int c = 0; c < clients; c++) {
            WireClient client = client(c);
            open.add(client);
            client.connect(new WireClient.Connect("slow" + c, false).keepAlive(0));
            assertThat(client.receive().payload()).startsWith("0x");
        }
        goOn();
        for (WireClient client : open) {
            client.puback(client.lastId());
            for (int i = 1; i < each; i++) {
                assertThat(client.take().payload()).startsWith(i + "x");
            }
        }
    }

    @Test
    void sessionsThatWentAway() {
        Map<Integer, Integer> connacks = new TreeMap<>();
        try (WireClient sender = client(0)) {
            sender.connect("sender", true);
            for (int i = 0; i < 5_000; i++) {
                WireClient client = client(i);
                int code = client.connect(new WireClient.Connect("away" + i, false))
                        .code();
                count(connacks, code);
                if (code == 0) {
                    client.subscribe("away/" + i, 1);
                    client.disconnect();
                    sender.publishAcked("away/" + i, 1, "waits");
                }
                client.close();
            }
        }
        assertThat(connacks).containsOnlyKeys(0, SERVER_UNAVAILABLE);
        goOn();
        try (WireClient back = client(7)) {
            assertThat(back.connect("away7", false)).isTrue();
            assertThat(back.receive().payload()).isEqualTo("waits");
        }
    }

    @Test
    void manyMessagesForManySubscriptionsOfClientsThatWentAway() {
        int clients = 8;
        int topics = 50;
        int each = 313;
        for (int c = 0; c < clients; c++) {
            WireClient client = client(c);
            client.connect("waits" + c, false);
            for (int t = 0; t < topics; t++) {
                client.subscribe("many/" + t, 1);
            }
            client.disconnect();
        }
        try (WireClient sender = client(0)) {
            sender.connect("sender", true);
            for (int m = 0; m < each; m++) {
                for (int t = 0; t < topics; t++) {
                    sender.publish(false, 1, false, "many/" + t, t + 1, "x".repeat(1_000));
                }
                for (int t = 0; t < topics; t++) {
                    sender.awaitPuback(t + 1);
                }
            }
        }
        goOn();
        for (int c = 0; c < clients; c++) {
            try (WireClient back = client(c)) {
                assertThat(back.connect("waits" + c, false)).isTrue();
                for (int m = 0; m < topics * each; m++) {
                    back.receive();
                    back.puback(back.lastId());
                }
            }
        }
    }

    /** Each goes away at a place of its own, and comes back after a crash of the broker. */
    @Test
    void largeMessagesForClientsThatComeAndGo() throws IOException, InterruptedException {
        int clients = 8;
        int topics = 50;
        int each = 20;
        String padding = " ".repeat(60_000);
        for (int c = 0; c < clients; c++) {
            assertThat(subscribed(c, topics)).isTrue();
        }
        try (WireClient sender = client(0)) {
            sender.connect("sender", true);
            for (int m = 0; m < each; m++) {
                for (int t = 0; t < topics; t++) {
                    sender.publish(false, 1, false, "many/" + t, 1, m + padding);
                    sender.awaitPuback(1);
                }
            }
        }
        List<Map<String, Integer>> received = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            received.add(new TreeMap<>());
            receive(c, topics * c * 2, received.get(c), padding);
        }
        goOn();
        press.end();
        program.close();
        start("-Xmx48m");
        press = new Press(port, press.last);
        press.start();
        for (int c = 0; c < clients; c++) {
            receive(c, topics * each - topics * c * 2, received.get(c), padding);
            assertThat(received.get(c).values()).containsOnly(each).hasSize(topics);
        }
    }

    /** @param received how many there were of each topic */
    private void receive(int c, int count, Map<String, Integer> received, String padding) {
        try (WireClient back = client(c)) {
            assertThat(back.connect("waits" + c, false)).isTrue();
            for (int m = 0; m < count; m++) {
                WireClient.Publish message = back.receive();
                int before = received.getOrDefault(message.topic(), 0);
                assertThat(message.payload()).isEqualTo(before + padding);
                received.put(message.topic(), before + 1);
                back.puback(back.lastId());
            }
            // The broker ends the connection when it has handled all that; a socket that is closed here, with messages
            // that
            // nobody has read, would take it back.
            back.sendRaw(new byte[] {(byte) 0xe0, 0});
            assertThat(back.closedByBroker()).isTrue();
        }
    }

    /** Each at a place of its own in what waits, of which a page is in memory. */
    @ParameterizedTest
    @CsvSource({"300, 1", "10, 60000"})
    void messagesForClientsThatWentAwayAtDifferentTimes(int between, int size) {
        int topics = 50;
        String padding = " ".repeat(size);
        List<Integer> away = new ArrayList<>();
        try (WireClient sender = client(0)) {
            sender.connect("sender", true);
            for (int c = 0; c < 16 && subscribed(c, topics); c++) {
                away.add(c);
                for (int m = 0; m < between; m++) {
                    for (int t = 0; t < topics; t++) {
                        sender.publish(false, 1, false, "many/" + t, t + 1, m + padding);
                    }
                    for (int t = 0; t < topics; t++) {
                        sender.awaitPuback(t + 1);
                    }
                }
            }
        }
        assertThat(away).hasSizeGreaterThan(3);
        goOn();
        for (int c : away) {
            try (WireClient back = client(c)) {
                assertThat(back.connect("waits" + c, false)).isTrue();
                Map<String, Integer> next = new TreeMap<>();
                for (int m = 0; m < topics * between * (away.size() - c); m++) {
                    WireClient.Publish message = back.receive();
                    back.puback(back.lastId());
                    int expected = next.getOrDefault(message.topic(), 0);
                    assertThat(message.payload()).isEqualTo(expected + padding);
                    next.put(message.topic(), (expected + 1) % between);
                }
            }
        }
    }

    /** @return false if there is no memory for it; then it has unsubscribed */
    private boolean subscribed(int c, int topics) {
        try (WireClient client = client(c)) {
            if (client.connect(new WireClient.Connect("waits" + c, false)).code() != 0) {
                return false;
            }
            for (int t = 0; t < topics; t++) {
                if (client.subscribe("many/" + t, 1) != 1) {
                    for (int done = 0; done < t; done++) {
                        client.unsubscribe("many/" + done);
                    }
                    return false;
                }
            }
            client.disconnect();
            return true;
        }
    }

    @Test
    void tenPublishersThatDoNotWaitAndASubscriberThatDoesNotRead() throws InterruptedException {
        WireClient stalled = client(0);
        open.add(stalled);
        stalled.connect("stalled", false);
        stalled.subscribe("flat/#", 1);
        List<Thread> senders = new ArrayList<>();
        long end = System.nanoTime() + SECONDS.toNanos() + 5_000_000_000L;
        for (int s = 0; s < 10; s++) {
            WireClient client = client(s);
            client.connect("sender" + s, true);
            String topic = "flat/" + s;
            Thread sender = new Thread(() -> {
                for (int id = 1; System.nanoTime() < end; id = id % 60_000 + 1) {
                    client.publish(false, 0, false, topic, 0, "x".repeat(200));
                }
                client.close();
            });
            senders.add(sender);
        }
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
    }
}
