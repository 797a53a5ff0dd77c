package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.FaultProxy.Cut;
import dev.piroutes.kit.FaultProxy.Direction;
import dev.piroutes.kit.FaultProxy.Packet;
import dev.piroutes.kit.FaultProxy.Type;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.PahoConstants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands whose routes go on in other threads before they publish: acknowledged when all of that is done and what they
 * published is safe, not sooner; so neither a cut nor a kill loses one.
 */
class AsynchronousStepsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ROUTES = "fault-routes/steps.camel.yaml";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"delay", "seda", "multicast", "failing"})
    void aCommandIsAcknowledgedAfterWhatItPublished(String step) throws Exception {
        acknowledgesAfterPublishing(step, false);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"threads", "split", "wiretap"})
    void aCommandIsAcknowledgedAfterWhatOtherStepsPublished(String step) throws Exception {
        acknowledgesAfterPublishing(step, false);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"delay", "threads", "seda", "split", "multicast", "wiretap", "failing"})
    void aCommandIsAcknowledgedAfterWhatItPublishedWithMqtt5(String step) throws Exception {
        acknowledgesAfterPublishing(step, true);
    }

    private void acknowledgesAfterPublishing(String step, boolean mqtt5) throws Exception {
        try (Broker broker = TestLab.broker(folder);
                FaultProxy proxy = new FaultProxy(broker.port());
                TestLab lab = lab(proxy, mqtt5);
                Watcher watcher = new Watcher(broker.port(), "csc2106/#")) {
            String answer = step.equals("failing") ? "failing/cmd/rejected" : step + "/ack";
            press(lab, step, "1,2,3");
            int id = packetId(awaitPacket(proxy, Direction.TO_DEVICE, Type.PUBLISH, step + "/cmd"));
            Packet acknowledgement = awaitPacket(proxy, Direction.TO_BROKER, Type.PUBACK, id);

            List<Packet> before = proxy.packets().subList(0, proxy.packets().indexOf(acknowledgement));
            List<Packet> published = before.stream()
                    .filter(packet -> packet.is(Direction.TO_BROKER, Type.PUBLISH) && packet.contains(answer))
                    .toList();
            assertThat(published).hasSize(step.equals("split") ? 3 : 1);
            for (Packet publish : published) {
                assertThat(before.subList(before.indexOf(publish), before.size()))
                        .anyMatch(packet ->
                                packet.is(Direction.TO_DEVICE, Type.PUBACK) && packetId(packet) == packetId(publish));
            }
            if (step.equals("wiretap") || step.equals("multicast")) {
                watcher.awaitSeen("csc2106/" + step + "/also", "1,2,3");
            }
        }
    }

    static Stream<Arguments> cuts() {
        return Stream.of(false, true)
                .flatMap(mqtt5 -> Stream.of("delay", "threads", "seda").flatMap(step -> Stream.of(Cut.values())
                        .flatMap(cut -> Stream.of(
                                Arguments.of(step, Direction.TO_DEVICE, Type.PUBLISH, step + "/cmd", cut, mqtt5),
                                Arguments.of(step, Direction.TO_BROKER, Type.PUBLISH, step + "/ack", cut, mqtt5),
                                Arguments.of(step, Direction.TO_BROKER, Type.PUBACK, "", cut, mqtt5)))));
    }

    @Tag("full")
    @ParameterizedTest(name = "{0}: {4} {2} {3} {1}, MQTT 5: {5}")
    @MethodSource("cuts")
    void aCutLosesNothingAndDoublesNothing(String step, Direction way, Type type, String topic, Cut cut, boolean mqtt5)
            throws Exception {
        try (Broker broker = TestLab.broker(folder);
                FaultProxy proxy = new FaultProxy(broker.port());
                TestLab lab = lab(proxy, mqtt5);
                Watcher watcher = new Watcher(broker.port(), "csc2106/#")) {
            List<String> handled = handled(lab, step);
            press(lab, step, 1, 3);
            watcher.awaitEvents("csc2106/" + step + "/ack", 3);

            proxy.cutOnce(cut, packet -> packet.is(way, type) && packet.contains(topic));
            press(lab, step, 4, 10);
            watcher.awaitSeen("csc2106/" + step + "/ack", "10");
            // The sentinel: what a redelivery would double comes before it.
            press(lab, step, 11, 11);
            watcher.awaitSeen("csc2106/" + step + "/ack", "11");

            assertThat(handled).containsExactlyElementsOf(numbers(1, 11));
            assertThat(watcher.events("csc2106/" + step + "/ack")).containsExactlyElementsOf(numbers(1, 11));
        }
    }

    /** The routes do not end in the time that a stop has, so Camel rejects the rest of them. */
    @Test
    void aStoppedProgramGetsAgainWhatItHadNotFinished() throws Exception {
        stopsAndGetsAgain("delay", false);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"delay, true", "blocking, false", "seda, false", "blocking, true"})
    void aStoppedProgramGetsAgainWhatOtherStepsHadNotFinished(String step, boolean mqtt5) throws Exception {
        stopsAndGetsAgain(step, mqtt5);
    }

    private void stopsAndGetsAgain(String step, boolean mqtt5) throws Exception {
        try (Broker broker = TestLab.broker(folder);
                FaultProxy proxy = new FaultProxy(broker.port());
                Watcher watcher = new Watcher(broker.port(), "csc2106/#")) {
            try (Program program = program(proxy.url(), "60000", mqtt5)) {
                program.awaitReady();
                for (String number : numbers(1, 3)) {
                    watcher.publish("csc2106/" + step + "/cmd", number);
                }
                awaitPacket(proxy, Direction.TO_DEVICE, Type.PUBLISH, step + "/cmd");
                program.terminate();
                program.awaitEnd(LIMIT);
                assertThat(program.output()).contains("published offline");
                if (!step.equals("seda")) { // whose consumer is Camel's
                    assertThat(program.output()).doesNotContain("Exception");
                }
            }
            try (Program program = program(proxy.url(), "5", mqtt5)) {
                program.awaitReady();
                watcher.awaitSeen("csc2106/" + step + "/ack", "3");
            }
            assertThat(watcher.events("csc2106/" + step + "/ack")).containsExactlyElementsOf(numbers(1, 3));
        }
    }

    private Program program(String url, String delay, boolean mqtt5) throws IOException {
        String routes = Files.readString(Path.of("src/test/resources", ROUTES));
        Files.writeString(
                Files.createDirectories(folder.resolve("routes")).resolve("steps.camel.yaml"),
                mqtt5 ? TestLab.withMqtt5(routes) : routes);
        return Program.start(
                folder, "--routes.dir=routes", "--steps.note=log", "--mqtt.url=" + url, "--steps.delay=" + delay);
    }

    @Test
    void aKilledProgramGetsAgainWhatItHadNotFinished() throws Exception {
        diesAndGetsAgain("delay", false);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"delay, true", "threads, false", "seda, false", "seda, true"})
    void aKilledProgramGetsAgainWhatOtherStepsHadNotFinished(String step, boolean mqtt5) throws Exception {
        diesAndGetsAgain(step, mqtt5);
    }

    private void diesAndGetsAgain(String step, boolean mqtt5) throws Exception {
        Random random = new Random(step.hashCode());
        try (Broker broker = TestLab.broker(folder);
                Watcher watcher = new Watcher(broker.port(), "csc2106/#")) {
            String ack = "csc2106/" + step + "/ack";
            int sent = 0;
            for (int round = 0; round < 4; round++) {
                try (Program program = program("tcp://127.0.0.1:" + broker.port(), "20", mqtt5)) {
                    program.awaitReady();
                    int target = watcher.events(ack).size() + 1 + random.nextInt(8);
                    for (int i = 0; i < 20; i++) {
                        watcher.publish("csc2106/" + step + "/cmd", String.valueOf(++sent));
                    }
                    if (round < 3) {
                        await("some are answered")
                                .atMost(LIMIT)
                                .until(() -> watcher.events(ack).size() >= target);
                        program.kill();
                    } else {
                        watcher.awaitSeen(ack, String.valueOf(sent));
                    }
                }
            }
            // What was under way at a kill may come twice; nothing is lost, and nothing overtakes.
            assertThat(new LinkedHashSet<>(watcher.events(ack))).containsExactlyElementsOf(numbers(1, sent));
        }
    }

    /** The broker does not answer: each of a hundred would wait 2 s if it kept the thread. */
    @Test
    void aPublishKeepsNoThreadWaiting() throws Exception {
        keepsNoThreadWaiting(false);
    }

    @Tag("full")
    @Test
    void aPublishKeepsNoThreadWaitingWithMqtt5() throws Exception {
        keepsNoThreadWaiting(true);
    }

    private void keepsNoThreadWaiting(boolean mqtt5) throws Exception {
        try (Broker broker = TestLab.broker(folder);
                FaultProxy proxy = new FaultProxy(broker.port());
                TestLab lab = lab(proxy, mqtt5)) {
            proxy.freeze(true);
            CamelContext context = lab.main().getCamelContext();
            Endpoint endpoint = context.getEndpoint("paho:csc2106/quick?client=#presser&qos=1");
            AsyncProducer producer = endpoint.createAsyncProducer();
            producer.start();
            AtomicInteger done = new AtomicInteger();
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                Exchange exchange = endpoint.createExchange();
                exchange.getIn().setBody("x");
                assertThat(producer.process(exchange, sync -> done.incrementAndGet()))
                        .isFalse();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            // Without an answer they go to disk.
            await().atMost(LIMIT).until(() -> done.get() == 100);
            assertThat(lab.device("presser").outboxDepth()).isEqualTo(100);
            proxy.freeze(false);
            await().atMost(LIMIT).until(() -> lab.device("presser").outboxDepth() == 0);
        }
    }

    private TestLab lab(FaultProxy proxy, boolean mqtt5) throws Exception {
        TestLab lab = new TestLab(proxy.url(), folder).mqtt5(mqtt5).start("classpath:" + ROUTES);
        lab.awaitConnected("presser", "worker");
        return lab;
    }

    private static List<String> handled(TestLab lab, String step) {
        List<String> handled = new CopyOnWriteArrayList<>();
        lab.main()
                .getCamelContext()
                .getEndpoint("mock:" + step, MockEndpoint.class)
                .whenAnyExchangeReceived(
                        exchange -> handled.add(exchange.getMessage().getBody(String.class)));
        return handled;
    }

    private static void press(TestLab lab, String step, int first, int last) throws Exception {
        press(lab, step, numbers(first, last).toArray(String[]::new));
    }

    private static void press(TestLab lab, String step, String... numbers) throws Exception {
        for (String number : numbers) {
            lab.main()
                    .getCamelTemplate()
                    .sendBodyAndHeaders(
                            "direct:press",
                            number,
                            Map.of(
                                    PahoConstants.CAMEL_PAHO_OVERRIDE_TOPIC,
                                    "csc2106/" + step + "/cmd",
                                    PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC,
                                    "csc2106/" + step + "/cmd"));
        }
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }

    private static Packet awaitPacket(FaultProxy proxy, Direction way, Type type, String topic) {
        return await(type + " " + topic)
                .atMost(LIMIT)
                .until(
                        () -> new ArrayList<>(proxy.packets())
                                .stream()
                                        .filter(packet -> packet.is(way, type) && packet.contains(topic))
                                        .findFirst(),
                        java.util.Optional::isPresent)
                .get();
    }

    private static Packet awaitPacket(FaultProxy proxy, Direction way, Type type, int id) {
        return await(type + " " + id)
                .atMost(LIMIT)
                .until(
                        () -> new ArrayList<>(proxy.packets())
                                .stream()
                                        .filter(packet -> packet.is(way, type) && packetId(packet) == id)
                                        .findFirst(),
                        java.util.Optional::isPresent)
                .get();
    }

    /** Of a PUBACK, or a PUBLISH of fewer than 128 bytes. */
    private static int packetId(Packet packet) {
        byte[] bytes = packet.bytes();
        int at = packet.type() == Type.PUBACK ? 2 : 4 + ((bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF);
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}
