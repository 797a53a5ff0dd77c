package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What waits for a client is delivered when it is back, without any further publish, however many subscriptions it has, in
 * order for each topic, and never more at once than the client and {@code broker.xml} allow.
 */
@Timeout(60)
class WaitingMessagesIT {
    /** {@code defaultMaximumInFlightPublishMessages} of broker.xml. */
    private static final int IN_FLIGHT = 100;

    @TempDir
    static Path data;

    private static Broker broker;
    private static ActiveMQServer artemis;

    @BeforeAll
    static void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data), server -> artemis = server);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest(name = "MQTT {0}, QoS {1}, {2} subscriptions, {3} messages each, receive maximum {4}")
    @CsvSource({"4, 1, 2, 1000, 0", "4, 2, 8, 300, 0", "5, 1, 8, 300, 20", "5, 2, 8, 100, 1"})
    void comeFromAllSubscriptions(int version, int qos, int subscriptions, int each, int receiveMaximum)
            throws Exception {
        comeFrom(version, qos, subscriptions, each, receiveMaximum);
    }

    @Tag("full")
    @ParameterizedTest(name = "MQTT {0}, QoS {1}, {2} subscriptions, {3} messages each, receive maximum {4}")
    @CsvSource({
        "4, 1,  1, 1000, 0",
        "4, 1,  8,  300, 0",
        "4, 1, 50,  100, 0",
        "4, 2,  1, 1000, 0",
        "4, 2,  2, 1000, 0",
        "4, 2, 50,  100, 0",
        "5, 1,  2, 1000, 0",
        "5, 1,  8,  100, 1",
        "5, 2,  2, 1000, 0",
        "5, 2,  8,  300, 20",
        "5, 2,  8,  300, 65535",
    })
    void comeFromAsManySubscriptionsAsThereAre(int version, int qos, int subscriptions, int each, int receiveMaximum)
            throws Exception {
        comeFrom(version, qos, subscriptions, each, receiveMaximum);
    }

    private void comeFrom(int version, int qos, int subscriptions, int each, int receiveMaximum) throws Exception {
        String root = "q/%d/%d/%d/%d".formatted(version, qos, subscriptions, receiveMaximum);
        String clientId = root.replace('/', '-');
        try (WireClient away = connected(version, clientId, receiveMaximum)) {
            for (int i = 0; i < subscriptions; i++) {
                away.subscribe(root + "/" + i, qos);
            }
            away.disconnect();
        }
        publish(subscriptions, each, i -> root + "/" + i);

        try (WireClient back = connected(version, clientId, receiveMaximum)) {
            List<WireClient.Publish> got = take(back, subscriptions * each);

            assertInOrder(got, each);
            assertThat(back.mostUnfinished()).isLessThanOrEqualTo(receiveMaximum == 0 ? IN_FLIGHT : receiveMaximum);
            assertFair(got, subscriptions, each);
        }
    }

    @Tag("full")
    @ParameterizedTest(name = "MQTT {0}, QoS {1}, {2} filters")
    @CsvSource("5, 2, 50")
    void comeFromAllFiltersWhenTheyAreRetained(int version, int qos, int filters) {
        comeWhenTheyAreRetained(version, qos, filters);
    }

    @Tag("full")
    @ParameterizedTest(name = "MQTT {0}, QoS {1}, {2} filters")
    @CsvSource({"4, 1, 2", "4, 2, 2", "4, 1, 8", "5, 1, 8"})
    void comeFromOtherFiltersWhenTheyAreRetained(int version, int qos, int filters) {
        comeWhenTheyAreRetained(version, qos, filters);
    }

    private void comeWhenTheyAreRetained(int version, int qos, int filters) {
        String root = "r/%d/%d/%d".formatted(version, qos, filters);
        int each = 1_200 / filters;
        try (WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            for (int i = 0; i < filters * each; i++) {
                publisher.retain("%s/%d/%d".formatted(root, i % filters, i / filters), Integer.toString(i));
            }
        }
        try (WireClient subscriber = connected(version, root.replace('/', '-'), 0)) {
            for (int i = 0; i < filters; i++) {
                subscriber.subscribe(root + "/" + i + "/#", qos);
            }

            assertThat(take(subscriber, filters * each))
                    .extracting(WireClient.Publish::topic)
                    .doesNotHaveDuplicates();
            assertThat(subscriber.mostUnfinished()).isLessThanOrEqualTo(IN_FLIGHT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void comeToFiltersThatOverlap(int qos) throws Exception {
        List<String> filters = List.of("o/#", "o/+", "+/" + qos, "o/" + qos);
        try (WireClient away = connected(4, "overlap" + qos, 0)) {
            filters.forEach(filter -> away.subscribe(filter, qos));
            away.disconnect();
        }
        publish(1, 500, i -> "o/" + qos);

        try (WireClient back = connected(4, "overlap" + qos, 0)) {
            Map<Integer, Integer> copies = new HashMap<>();
            take(back, 500 * filters.size())
                    .forEach(one -> copies.merge(Integer.parseInt(one.payload()), 1, Integer::sum));

            assertThat(copies).hasSize(500).allSatisfy((n, count) -> assertThat(count)
                    .isEqualTo(filters.size()));
        }
    }

    @Test
    void comeToTheOtherMembersOfASharedSubscription() throws Exception {
        try (WireClient stuck = connected(5, "stuck", 10);
                WireClient working = connected(5, "working", 10)) {
            stuck.subscribe("$share/g/s", 1);
            stuck.subscribe("s/own", 1);
            working.subscribe("$share/g/s", 1);
            working.subscribe("s/own", 1);
            publish(1, 1_000, i -> "s");
            publish(1, 300, i -> "s/own");

            // Ten are with the one that acknowledges nothing.
            List<String> topics = take(working, 1_000 - 10 + 300).stream()
                    .map(WireClient.Publish::topic)
                    .toList();

            assertThat(topics).filteredOn("s/own"::equals).hasSize(300);
        }
    }

    @Test
    void comeToAClientThatAcknowledgesLateAndInAnyOrder() throws Exception {
        try (WireClient slow = connected(4, "slow", 0)) {
            for (int i = 0; i < 8; i++) {
                slow.subscribe("slow/" + i, 1);
            }
            publish(8, 250, i -> "slow/" + i);
            List<WireClient.Publish> got = new ArrayList<>();
            while (got.size() < 8 * 250) {
                List<WireClient.Publish> some = slow.receive(Math.min(IN_FLIGHT, 8 * 250 - got.size()));
                got.addAll(some);
                for (int i = some.size() - 1; i >= 0; i--) {
                    slow.puback(some.get(i).id());
                }
            }
            assertInOrder(got, 250);
        }
    }

    @Test
    void comeAfterMessagesThatAreTooLargeForTheClient() throws Exception {
        Properties5 small =
                new Properties5().u32(Properties5.SESSION_EXPIRY, 3600).u32(Properties5.MAXIMUM_PACKET_SIZE, 200);
        WireClient.Connect connect = new WireClient.Connect("small", false).properties(small);
        try (WireClient subscriber = new WireClient(broker.port(), 5);
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            subscriber.connect(connect);
            subscriber.subscribe("size/#", 1);
            for (int i = 1; i <= 3 * IN_FLIGHT; i++) {
                publisher.publishAcked("size/large", i, "x".repeat(300));
            }
            publisher.publishAcked("size/small", 1, "1");

            assertThat(subscriber.receive().topic()).isEqualTo("size/small");
        }
    }

    /** What a client publishes to a subscription of its own that does not want it is not kept for ever. */
    @Test
    void areNotOnesOwnWithNoLocal() throws Exception {
        try (WireClient self = connected(5, "self", 0);
                WireClient other = WireClient.clean(broker.port(), "publisher")) {
            self.subscribe("local", 1 | 4);
            for (int i = 1; i <= 300; i++) {
                self.publishAcked("local", i, "own");
            }
            other.publishAcked("local", 1, "other");

            assertThat(self.take().payload()).isEqualTo("other");
            assertThat(artemis.locateQueue("self.local").getMessageCount()).isLessThanOrEqualTo(1);
        }
    }

    /** A long backlog of one subscription does not keep what is new from another one. */
    @Test
    void doNotKeepOtherSubscriptionsWaiting() throws Exception {
        try (WireClient away = connected(4, "backlog", 0)) {
            away.subscribe("long", 1);
            away.subscribe("short", 1);
            away.disconnect();
        }
        publish(1, 5_000, i -> "long");
        try (WireClient back = connected(4, "backlog", 0);
                WireClient other = WireClient.clean(broker.port(), "other")) {
            take(back, 100);
            other.publishAcked("short", 1, "1");

            assertThat(take(back, 300)).extracting(WireClient.Publish::topic).contains("short");
        }
    }

    /**
     * PUBRELs come in the order of the PUBRECs (MQTT 3.1.1 and 5, 4.6.0-4): a client that hands on a message when it is released
     * would hand them on out of order. PUBRECs that come behind a SUBSCRIBE are handled all at once.
     */
    @Test
    void areReleasedInOrder() throws Exception {
        areReleasedInOrder(5, 20);
    }

    @Tag("full")
    @Test
    void areReleasedInOrderWith311() throws Exception {
        areReleasedInOrder(4, 60);
    }

    private void areReleasedInOrder(int version, int clients) throws Exception {
        String root = "released/" + version + "/";
        List<String> filters = IntStream.range(0, 8).mapToObj(i -> root + i).toList();
        List<String> clientIds = IntStream.range(0, clients)
                .mapToObj(i -> "released" + version + i)
                .toList();
        for (String clientId : clientIds) {
            try (WireClient away = connected(version, clientId, 20)) {
                filters.forEach(filter -> away.subscribe(filter, 2));
                away.disconnect();
            }
        }
        publish(8, 30, i -> filters.get(i));

        for (String clientId : clientIds) {
            try (WireClient back = connected(version, clientId, 20)) {
                back.subscribe(filters, 2);
                take(back, 8 * 30);

                List<Integer> released = back.pubrels();
                assertThat(released)
                        .hasSizeGreaterThanOrEqualTo(8 * 30 - IN_FLIGHT)
                        .isEqualTo(back.pubrecs().subList(0, released.size()));
            }
        }
    }

    @Test
    void comeFromDiskToo() throws Exception {
        Path own = data.resolveSibling(data.getFileName() + "-paged");
        try (Broker small = Broker.start(
                new BrokerSettings("127.0.0.1", 0, null, own, List.of(), Map.of("broker.memory", "262144")))) {
            try (WireClient away = WireClient.persistent(small.port(), "paged")) {
                for (int i = 0; i < 8; i++) {
                    away.subscribe("p/" + i, i % 2 + 1);
                }
                away.disconnect();
            }
            publish(small, 8, 500, i -> "p/" + i);
            try (WireClient back = WireClient.persistent(small.port(), "paged")) {
                assertInOrder(take(back, 8 * 500), 500);
            }
        }
    }

    private WireClient connected(int version, String clientId, int receiveMaximum) {
        WireClient client = new WireClient(broker.port(), version);
        Properties5 properties = new Properties5().u32(Properties5.SESSION_EXPIRY, 3600);
        if (receiveMaximum > 0) {
            properties.u16(Properties5.RECEIVE_MAXIMUM, receiveMaximum);
        }
        client.connect(new WireClient.Connect(clientId, false).properties(properties));
        return client;
    }

    private static List<WireClient.Publish> take(WireClient client, int count) {
        List<WireClient.Publish> got = new ArrayList<>();
        while (got.size() < count) {
            try {
                got.add(client.take());
            } catch (RuntimeException e) {
                throw new AssertionError("only " + got.size() + " of " + count + " came: " + e, e);
            }
        }
        return got;
    }

    /** Numbers from 1 on each topic, the topics in turn, QoS 2. */
    private static void publish(int topics, int each, IntFunction<String> topic) throws Exception {
        publish(broker, topics, each, topic);
    }

    private static void publish(Broker to, int topics, int each, IntFunction<String> topic) throws Exception {
        try (WireClient publisher = WireClient.clean(to.port(), "publisher")) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                int id = 0;
                for (int n = 1; n <= each; n++) {
                    for (int i = 0; i < topics; i++) {
                        publisher.publish(false, 2, false, topic.apply(i), id++ % 65_535 + 1, Integer.toString(n));
                    }
                }
            });
            publisher.complete(topics * each);
            sent.get(30, TimeUnit.SECONDS);
        }
    }

    private static void assertInOrder(List<WireClient.Publish> got, int each) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        got.forEach(one ->
                numbers.computeIfAbsent(one.topic(), t -> new ArrayList<>()).add(Integer.parseInt(one.payload())));
        List<Integer> all = IntStream.rangeClosed(1, each).boxed().toList();
        assertThat(numbers)
                .allSatisfy((topic, received) -> assertThat(received).as(topic).isEqualTo(all));
    }

    /** No subscription is finished while another one has not even begun, if there is enough of each. */
    private static void assertFair(List<WireClient.Publish> got, int subscriptions, int each) {
        long begun = got.stream()
                .limit((long) subscriptions * each / 2)
                .map(WireClient.Publish::topic)
                .distinct()
                .count();
        assertThat(begun).as("subscriptions begun at half time").isEqualTo(subscriptions);
    }
}
