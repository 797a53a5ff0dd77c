package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.TestLab;
import dev.piroutes.source.RouteSource;
import dev.piroutes.verify.TestDevice.Fault;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices with one fault each fail for that reason and no other; right ones beside them pass. All share one port. */
@Timeout(120)
@Tag("full")
class WrongDevicesIT {

    /** Short, so that all of it takes seconds; the fair ones are those of the shipped contracts. */
    private static final String LIMITS =
            """

            limits:
              {connect: 3s, answer: 2s, quiet: 250ms, settle: 500ms, away: 700ms, reconnect: 4s, person: 4s, press: 700ms}
            """;

    @TempDir
    Path folder;

    private final Map<String, TestDevice> devices = new HashMap<>();
    private final List<TestDevice> all = new ArrayList<>();
    private final List<Contract> contracts = new ArrayList<>();
    private Broker broker;

    @BeforeEach
    void startBroker() {
        broker = TestLab.broker(folder);
    }

    @AfterEach
    void stop() {
        all.forEach(TestDevice::close);
        broker.close();
    }

    /** What must fail, and with which words; everything else must not. */
    private record Expected(char kind, List<Fault> faults, Map<String, String> failures) {}

    private static final Map<String, Expected> CASES = new LinkedHashMap<>();

    static {
        b(Fault.QOS_0_PUBLISH, "reaction-toggle", "wrong QoS: 0, should be 1");
        b(Fault.QOS_0_SUBSCRIPTION, "subscriptions", "led/cmd with QoS 0, should be 1");
        b(Fault.RETAINED_ACK, "reaction-toggle", "wrong retained flag: retained, should not be");
        b(Fault.NO_WILL, "will", "no will, should be ");
        b(Fault.WILL_PAYLOAD, "will", "wrong payload: \"Offline\", should be \"offline\"");
        b(Fault.WILL_TOPIC, "will", "wrong topic: ");
        b(Fault.WILL_NOT_RETAINED, "will", "wrong retained flag: not retained");
        b(Fault.STATUS_NOT_RETAINED, "status", "wrong retained flag: not retained");
        b(Fault.STATUS_TOPIC, "status", "wrong topic: \"online\" came on ");
        b(Fault.STATUS_PAYLOAD, "status", "wrong payload on ");
        b(Fault.CLEAN_SESSION, "session", "a clean session, should be one that is kept");
        b(Fault.STATUS_BEFORE_SUBSCRIBING, "order", "it said online before it had subscribed");
        b(Fault.TWO_ACKS, "reaction-toggle", "answered twice to one command: ON, ON");
        b(Fault.ALWAYS_ON, "reaction-toggle", "\"ON\" came twice in a row");
        b(Fault.HANDLES_UNKNOWN, "unknown-payload", "\"toggle\" to ");
        b(Fault.DIES_OF_UNKNOWN, "unknown-payload", "it lost its connection when it got \"toggle\"");
        b(Fault.ACK_TOPIC, "reaction-toggle", "wrong topic: \"ON\" came on ");
        b(Fault.ACK_PAYLOAD, "reaction-toggle", "wrong payload on ");
        b(Fault.COMMAND_TOPIC, "subscriptions", "wrong topic: it subscribes ");
        b(Fault.NO_ANSWER, "reaction-toggle", "no message on ");
        b(Fault.NO_PUBACK, "reaction-toggle", "not acknowledged to the broker (no PUBACK");
        b(Fault.NO_RECONNECT, "reconnect", "it did not come back within 4 s");
        b(Fault.NO_SUBSCRIPTION_AGAIN, "subscribes-again", "it did not subscribe again to ");
        b(Fault.NO_STATUS_AGAIN, "status-again", "no message on ");
        b(Fault.NO_PINGS, "pings", "silent for ");
        b(Fault.NO_KEEP_ALIVE, "keep-alive", "no keep-alive (0), should be 1 to 60 s");
        b(Fault.NO_OFFLINE, "clean-stop", "it went without a word on ");
        b(Fault.WRONG_CLIENT_ID, "connection", "another client id connected instead: \"PicoB-");
        a(Fault.LOSES_PRESS, "press-while-away", "did not arrive");
        a(Fault.BOUNCES, "press-toggle", "one press caused 2 messages", "press-hello", "one press caused 2 messages");
        a(Fault.WRONG_EVENT_TOPIC, "press-toggle", "wrong topic: ", "press-hello", "wrong topic: ");
        a(Fault.RETAINED_EVENT, "press-toggle", "retained, should not be", "press-hello", "retained, should not be");
    }

    private static void b(Fault fault, String check, String words) {
        CASES.put(root("b", fault), new Expected('b', List.of(fault), Map.of(check, words)));
    }

    private static void a(Fault fault, String... failures) {
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < failures.length; i += 2) {
            expected.put(failures[i], failures[i + 1]);
        }
        CASES.put(root("a", fault), new Expected('a', List.of(fault), expected));
    }

    private static String root(String kind, Fault fault) {
        return "class/" + kind + "-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Test
    void eachWrongDeviceFailsForItsReasonOnly() throws Exception {
        // Given
        Map<String, Expected> cases = new LinkedHashMap<>(CASES);
        cases.put("class/a-right", new Expected('a', List.of(), Map.of()));
        cases.put("class/b-right", new Expected('b', List.of(), Map.of()));
        List<Fault> mqtt5 = List.of(Fault.SPEAKS_MQTT_5);
        cases.put("class/b-mqtt5", new Expected('b', mqtt5, Map.of()));
        cases.put("class/a-mqtt5", new Expected('a', mqtt5, Map.of()));
        cases.put(
                "class/b-mqtt5-clean",
                new Expected(
                        'b',
                        List.of(Fault.SPEAKS_MQTT_5, Fault.CLEAN_SESSION),
                        Map.of("session", "a clean session, should be one that is kept")));
        cases.put("class/b-two", new Expected('b', List.of(), Map.of("client-id", "two clients have the client id ")));
        cases.put(
                "class/b-absent",
                new Expected('b', List.of(), Map.of("connection", "no client \"PicoB-class-b-absent\"")));
        for (Map.Entry<String, Expected> one : cases.entrySet()) {
            contracts.add(contract(one.getValue().kind(), one.getKey(), "either"));
        }
        Map<String, Map<String, String>> failures = new LinkedHashMap<>();

        // When
        try (Verifier verifier = verifier()) {
            cases.forEach((root, expected) -> {
                if (!root.endsWith("-absent")) {
                    start(verifier.port(), root, expected);
                }
            });
            start(verifier.port(), "class/b-two", cases.get("class/b-two"));
            for (Examined examined : examine(verifier)) {
                failures.put(examined.root(), failures(examined));
            }
        }

        // Then
        SoftAssertions softly = new SoftAssertions();
        cases.forEach((root, expected) -> {
            Map<String, String> seen = failures.get(root);
            softly.assertThat(seen.keySet())
                    .as(root + " " + seen)
                    .isEqualTo(expected.failures().keySet());
            expected.failures().forEach((check, words) -> softly.assertThat(seen.get(check))
                    .as(root + " " + check)
                    .contains(words));
        });
    }

    @Test
    void aStrictContractTellsWhoObeysOldCommands() throws Exception {
        // Given: a device that is not told by its client library what DUP and retained are
        contracts.add(contract('b', "class/plain", "refuse"));

        // When
        Map<String, String> failures;
        try (Verifier verifier = verifier()) {
            start(verifier.port(), "class/plain", new Expected('b', List.of(), Map.of()));
            failures = failures(examine(verifier).get(0));
        }

        // Then
        assertThat(failures).containsOnlyKeys("repeated-command", "retained-command");
        assertThat(failures.get("repeated-command")).contains("repeated with DUP was handled");
        assertThat(failures.get("retained-command")).contains("retained was handled");
    }

    @Test
    void aMissingDeviceIsToldFromOneThatSpeaksNoMqttAndFromAnotherName() throws Exception {
        // Given
        contracts.add(ContractReader.read(
                new RouteSource("short.yaml", "contract: short\nroot: class\nclientId: X\nlimits: {connect: 700ms}\n"),
                null));
        Map<String, String> found = new LinkedHashMap<>();

        // When
        for (String who : List.of("nobody", "no MQTT", "another")) {
            try (Verifier verifier = verifier();
                    Socket browser = who.equals("no MQTT") ? new Socket("127.0.0.1", verifier.port()) : new Socket()) {
                if (who.equals("no MQTT")) {
                    browser.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                }
                if (who.equals("another")) {
                    start(verifier.port(), "other", new Expected('b', List.of(), Map.of()));
                }
                Selection connection = new Selection(List.of("connection"), List.of());
                Examined examined = verifier.run(
                                connection, new Person(this::handle, false, null), Progress.NONE, false)
                        .get(0);
                found.put(who, failures(examined).get("connection"));
            }
        }

        // Then
        assertThat(found.get("nobody")).endsWith("; nobody connected at all");
        assertThat(found.get("no MQTT")).endsWith("; somebody connected, but sent no MQTT CONNECT");
        assertThat(found.get("another")).endsWith("; another client id connected instead: \"PicoB-other\"");
    }

    @Test
    void thirtyGroupsTakeHardlyLongerThanOne() throws Exception {
        // Given
        Duration one = groups(1, 1, "");

        // When
        Duration thirty = groups(31, 60, "class/g37");

        // Then
        System.out.printf("one group: %.1f s; 30 groups side by side: %.1f s%n", seconds(one), seconds(thirty));
        assertThat(thirty).isLessThan(one.multipliedBy(2));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private Duration groups(int first, int last, String wrong) throws Exception {
        List<String> roots = IntStream.rangeClosed(first, last)
                .mapToObj(number -> "class/g" + number)
                .toList();
        contracts.clear();
        for (String root : roots) {
            contracts.add(contract('b', root, "either"));
        }
        long start = System.nanoTime();
        try (Verifier verifier = verifier()) {
            for (String root : roots) {
                List<Fault> faults = root.equals(wrong) ? List.of(Fault.RETAINED_ACK) : List.of();
                start(verifier.port(), root, new Expected('b', faults, Map.of()));
            }
            for (Examined examined : examine(verifier)) {
                assertThat(failures(examined))
                        .as(examined.root())
                        .hasSize(examined.root().equals(wrong) ? 1 : 0);
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Verifier verifier() throws VerifyException {
        return new Verifier(
                new InetSocketAddress("127.0.0.1", 0), new InetSocketAddress("127.0.0.1", broker.port()), contracts);
    }

    private List<Examined> examine(Verifier verifier) throws InterruptedException {
        return verifier.run(Selection.ALL, new Person(this::handle, true, null), Progress.NONE, false);
    }

    private void start(int port, String root, Expected expected) {
        Fault[] faults = expected.faults().toArray(Fault[]::new);
        TestDevice device =
                expected.kind() == 'a' ? TestDevice.a(port, root, faults) : TestDevice.b(port, root, faults);
        devices.put(root, device);
        all.add(device);
    }

    /** The person at a device: {@code class/g07, PicoB-class-g07: stop the device …}. */
    private void handle(String prompt) {
        TestDevice device = Objects.requireNonNull(devices.get(prompt.substring(0, prompt.indexOf(','))), prompt);
        if (prompt.contains("stop the device")) {
            device.stop();
        } else {
            device.press(prompt.contains("GP21") ? 21 : 22);
        }
    }

    private static Map<String, String> failures(Examined examined) {
        return examined.results().stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .collect(Collectors.toMap(Result::check, Result::seen));
    }

    /** The shipped one, with short limits. */
    private static Contract contract(char kind, String root, String old) throws Exception {
        String name = "device-" + kind + ".yaml";
        String text = Files.readString(Path.of("src/main/resources/contracts", name))
                .replace("keepAlive: 5s..60s", "keepAlive: 1s..60s")
                .replace("Command: either", "Command: " + old);
        return ContractReader.read(new RouteSource(name, text + LIMITS), root);
    }
}
