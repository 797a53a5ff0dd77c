package dev.piroutes.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser has it: what it is told, what it may ask, and that a slow one costs nothing. */
@Timeout(120)
class BenchPageIT {
    @TempDir
    static Path folder;

    private static Bench bench;

    @BeforeAll
    static void start() throws Exception {
        bench = Bench.start(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    /** The LED is off and everybody is online. */
    @BeforeEach
    void atRest() {
        try (PageClient page = new PageClient(bench.page())) {
            page.event("devices", e -> statuses(e).equals("null Hold online PicoA online PicoB online"));
            if (pin(page, 20).equals("ON")) {
                page.press(21);
                page.event("pin", PageClient.pinIs(20, "OFF"));
            }
        }
    }

    private static String statuses(JsonObject devices) {
        return "null "
                + ((JsonArray) devices.get("devices"))
                        .stream()
                                .map(JsonObject.class::cast)
                                .filter(device -> device.get("statusTopic") != null)
                                .map(device -> device.get("clientId") + " " + device.get("status"))
                                .collect(Collectors.joining(" "));
    }

    private static String pin(PageClient page, int number) {
        return ((JsonArray) page.event("pins", e -> true).get("pins"))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(pin -> pin.getInteger("pin") == number)
                        .map(pin -> pin.getString("state"))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void namesEveryLegOfAPress() {
        try (PageClient page = new PageClient(bench.page())) {
            page.forget();
            page.press(21);

            page.event("pin", PageClient.pinIs(20, "ON"));
            JsonObject trace = page.event("trace", w -> Boolean.TRUE.equals(w.get("done")));
            assertThat((JsonArray) trace.get("legs"))
                    .extracting(leg -> ((JsonObject) leg).get("name"))
                    .containsExactly("press", "publish", "broker", "handled", "pin", "ack");
            assertThat((JsonArray) trace.get("legs"))
                    .allSatisfy(leg -> assertThat(((JsonObject) leg).get("at")).isNotNull());
            assertThat(trace.getInteger("pin")).isEqualTo(21);
            assertThat(trace).containsEntry("device", "PicoA");
        }
    }

    @Test
    void tellsTheRetainedFlagAsItWasPublished() {
        try (PageClient page = new PageClient(bench.page())) {
            assertThat(page.ask("\"do\":\"publish\",\"topic\":\"csc2106/x\",\"payload\":\"<script>\",\"qos\":1,"
                            + "\"retained\":true"))
                    .containsEntry("ok", true);
            page.event("messages", e -> e.toString().contains("<script>"));
            JsonObject message = (JsonObject)
                    ((JsonArray) page.event("messages", e -> e.toString().contains("<script>"))
                                    .get("messages"))
                            .get(0);
            assertThat(message).containsEntry("retained", true);
            assertThat(message.getInteger("qos")).isEqualTo(1);
            page.ask("\"do\":\"publish\",\"topic\":\"csc2106/x\",\"payload\":\"\",\"qos\":1,\"retained\":true");
        }
    }

    /** It is given the state as it is, and told what changes from then on: nothing falls in between. */
    @Tag("full")
    @Test
    void whoComesDuringAChangeSeesIt() throws Exception {
        try (Watcher other = new Watcher(bench.broker(), "nothing")) {
            for (int n = 0; n < 40; n++) {
                int round = n;
                String status = "round " + round;
                CompletableFuture<Void> change = CompletableFuture.runAsync(() -> {
                    try {
                        for (int i = round % 40; i >= 0; i--) {
                            String payload = i == 0 ? status : status + ", not yet";
                            other.publish("csc2106/other/status", payload.getBytes(UTF_8), 0, true);
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                try (PageClient page = new PageClient(bench.page())) {
                    change.join();
                    page.event("devices", e -> statuses(e).endsWith("null " + status));
                }
            }
            other.publish("csc2106/other/status", new byte[0], 1, true);
        }
    }

    @Test
    void letsGoOfWhatABrowserThatLeftHeld() {
        try (PageClient other = new PageClient(bench.page())) {
            try (PageClient page = new PageClient(bench.page())) {
                page.ask("\"do\":\"press\",\"pin\":22");
                other.event("pin", PageClient.pinIs(22, "ON"));
            }
            other.event("pin", PageClient.pinIs(22, "OFF"));
        }
    }

    /** A tap of no time, or a network that brings press and release together. */
    @Test
    void aSwitchStaysWhereItIsPut() {
        try (PageClient page = new PageClient(bench.page())) {
            assertThat(page.ask("\"do\":\"flip\",\"pin\":22")).containsEntry("ok", true);
            page.event("pin", PageClient.pinIs(22, "ON"));
        }
        try (PageClient page = new PageClient(bench.page())) {
            assertThat(pin(page, 22)).isEqualTo("ON");
            page.forget();
            page.ask("\"do\":\"flip\",\"pin\":22");
            page.event("pin", PageClient.pinIs(22, "OFF"));
        }
    }

    @Test
    void aTraceEndsWhereNobodyWaitsForMore() {
        try (PageClient page = new PageClient(bench.page())) {
            page.forget();
            page.press(22);

            JsonObject trace = page.event("trace", w -> Boolean.TRUE.equals(w.get("done")));
            assertThat((JsonArray) trace.get("legs"))
                    .extracting(leg -> ((JsonObject) leg).get("name"))
                    .containsExactly("press", "publish", "broker");
        }
    }

    @Test
    void pressesThatComeTogetherAreToldApart() {
        try (PageClient page = new PageClient(bench.page())) {
            page.forget();
            int last = 0;
            for (int i = 0; i < 10; i++) {
                page.begin("\"do\":\"press\",\"pin\":21");
                last = page.begin("\"do\":\"release\",\"pin\":21");
            }
            assertThat(page.reply(last)).containsEntry("ok", true);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> page.payloads("csc2106/led/ack").size() == 10);
        }
    }

    /** The press was late, so it comes with how long the button was held. */
    @Test
    void aLongPressIsOneHoweverLateItBegan() {
        try (PageClient page = new PageClient(bench.page())) {
            page.forget();
            page.begin("\"do\":\"press\",\"pin\":17");
            page.ask("\"do\":\"release\",\"pin\":17,\"held\":800");
            page.event("messages", e -> e.toString().contains("csc2106/held"));
        }
    }

    @Test
    void refusesWhatMakesNoSenseInOneLine() {
        try (PageClient page = new PageClient(bench.page())) {
            assertThat(page.ask("\"do\":\"publish\",\"topic\":\"csc2106/#\",\"payload\":\"\",\"qos\":1")
                            .get("error"))
                    .isEqualTo("topic must be 1 to 65535 characters without + and #, but was \"csc2106/#\"");
            assertThat(page.ask("\"do\":\"publish\",\"topic\":\"a\",\"payload\":\"\",\"qos\":3")
                            .get("error"))
                    .isEqualTo("qos must be a number from 0 to 2, but was 3");
            assertThat(page.ask("\"do\":\"press\",\"pin\":99").get("error"))
                    .isEqualTo("pin must be a number from 0 to 27, but was 99");
            assertThat(page.ask("\"do\":\"cut\",\"device\":\"Nobody\"").get("error"))
                    .isEqualTo("there is no device \"Nobody\" here");
            assertThat(page.ask("\"do\":\"dance\"").get("error")).isEqualTo("no such request: dance");
            assertThat(page.ask("\"do\":\"source\",\"file\":\"../../etc/passwd\"")
                            .get("error"))
                    .isEqualTo("no route that runs comes from a file ../../etc/passwd");
        }
    }

    @Test
    void showsTheSourceOfADevice() {
        try (PageClient page = new PageClient(bench.page())) {
            assertThat(page.ask("\"do\":\"source\",\"file\":\"led.camel.yaml\"").getString("text"))
                    .startsWith("# Device B, the LED");
        }
    }

    @Tag("full")
    @Test
    void aSlowBrowserMissesMessagesAndIsToldHowMany() throws Exception {
        int count = 10_000;
        try (PageClient slow = new PageClient(bench.page());
                PageClient quick = new PageClient(bench.page())) {
            slow.beSlow();
            slow.forget();
            flood(count);
            quick.event("messages", e -> e.toString().contains("last"));
            assertThat(quick.events("dropped").size() + quick.messages().size()).isPositive();
            slow.beQuick();
            slow.event("messages", e -> e.toString().contains("last"));
            int dropped = slow.events("dropped").stream()
                    .mapToInt(e -> e.getInteger("count"))
                    .sum();
            assertThat(dropped).isPositive();
            assertThat(slow.messages().stream()
                                    .filter(m -> m.startsWith("csc2106/flood"))
                                    .count()
                            + dropped)
                    .isEqualTo(count + 1);
        }
    }

    private static void flood(int count) throws Exception {
        MqttClient publisher = new MqttClient("tcp://127.0.0.1:" + bench.broker(), "flood", new MemoryPersistence());
        publisher.connect();
        for (int i = 0; i < count; i++) {
            publisher.publish("csc2106/flood", String.valueOf(i).getBytes(), 0, false);
        }
        publisher.publish("csc2106/flood", "last".getBytes(), 1, false);
        publisher.disconnect();
        publisher.close();
    }

    @Tag("full")
    @Test
    void aCutDeviceGoesOfflineAndComesBack() {
        try (PageClient page = new PageClient(bench.page())) {
            page.event("devices", e -> statuses(e).contains("PicoB online"));
            page.forget();
            assertThat(page.ask("\"do\":\"cut\",\"device\":\"PicoB\"")).containsEntry("ok", true);
            page.event("devices", e -> statuses(e).contains("PicoB offline"));
            page.event("devices", e -> statuses(e).contains("PicoB online"));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(page.payloads("csc2106/devB/status"))
                    .containsSubsequence("offline", "online")
                    .endsWith("online"));
        }
    }

    @Tag("full")
    @Test
    void pressesWhileTheBrokerIsStoppedAllArrive() {
        try (PageClient page = new PageClient(bench.page())) {
            page.forget();
            assertThat(page.ask("\"do\":\"stop-broker\",\"seconds\":3")).containsEntry("ok", true);
            page.event("devices", e -> !e.toString().contains("connected=true"));
            for (int i = 0; i < 10; i++) {
                page.press(21);
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> page.events("trace").stream()
                                    .filter(trace -> Boolean.TRUE.equals(trace.get("done")))
                                    .map(trace -> trace.get("id"))
                                    .distinct()
                                    .count()
                            == 10);
            assertThat(page.ask("\"do\":\"stop-broker\",\"seconds\":99").get("error"))
                    .isEqualTo("seconds must be a number from 1 to 60, but was 99");
        }
    }

    @Tag("full")
    @Test
    void aBrowserThatIsOpenWhenTheProgramEndsIsNoFault(@TempDir Path own) throws Exception {
        try (Bench ending = Bench.start(own);
                PageClient page = new PageClient(ending.page())) {
            page.event("devices", e -> statuses(e).equals("null Hold online PicoA online PicoB online"));
            ending.program().terminate();
            ending.program().awaitEnd(Duration.ofSeconds(20));
            assertThat(ending.program().output()).doesNotContain("WARN", "ERROR");
        }
    }

    /** The same in small as {@code -Dpage.seconds=60}. */
    @Test
    void twoBrowsersAndAnyClientAgreeOnEveryMessage() throws Exception {
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("page.seconds", 5)).toNanos();
        Random random = new Random(5);
        try (PageClient one = new PageClient(bench.page());
                PageClient two = new PageClient(bench.page());
                Watcher watcher = new Watcher(bench.broker(), "csc2106/led/#")) {
            one.forget();
            two.forget();
            // On a busy machine the time alone would be over after a few.
            for (int presses = 0; presses <= 20 || System.nanoTime() < end; presses++) {
                (random.nextBoolean() ? one : two).press(random.nextBoolean() ? 21 : 22);
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> watcher.events("csc2106/led/ack").size()
                            == watcher.events("csc2106/led/cmd").size());
            one.ask(
                    "\"do\":\"publish\",\"topic\":\"csc2106/led/end\",\"payload\":\"end\",\"qos\":1,\"retained\":false");
            for (PageClient page : List.of(one, two)) {
                page.event("messages", e -> e.toString().contains("csc2106/led/end"));
            }
            watcher.awaitSeen("csc2106/led/end", "end");
            assertThat(watcher.seen()).hasSizeGreaterThan(20);
            for (String topic : List.of("csc2106/led/cmd", "csc2106/led/ack", "csc2106/led/hello")) {
                List<String> seen = watcher.events(topic);
                assertThat(one.payloads(topic)).as(topic).isEqualTo(seen);
                assertThat(two.payloads(topic)).as(topic).isEqualTo(seen);
            }
            assertThat(watcher.events("csc2106/led/ack")).hasSameSizeAs(watcher.events("csc2106/led/cmd"));
        }
    }
}
