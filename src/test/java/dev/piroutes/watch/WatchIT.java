package dev.piroutes.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Observed;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program says of itself on its management port. */
class WatchIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path DOC = Path.of("docs/watching.md");

    @TempDir
    Path folder;

    @Test
    void theLabIsHealthyAndItsMetricsAreThoseOfTheTable() throws Exception {
        Observed observed = Observed.onAFreePort();
        try (Program lab = Program.start(
                folder, "--broker.port=0", observed.option(), "--gpio-timer.period=300ms", "--gpio.board=virtual")) {
            int port = lab.awaitReady();
            lab.awaitOutput("LED ON");
            try (Watcher client = new Watcher(port, "csc2106/none")) {
                client.publish("csc2106/led/cmd", "toggle");
            }
            lab.awaitOutput("led/cmd ignored");

            assertThat(observed.get("health").statusCode()).isEqualTo(200);
            assertThat(observed.get("health/live").body()).contains("\"status\":\"UP\"");
            assertThat(observed.get("health/ready").body())
                    .contains(
                            "\"name\":\"mqtt-device-PicoB\",\"status\":\"UP\"",
                            "\"name\":\"broker\",\"status\":\"UP\"");
            assertThat(observed.get("status").body()).contains("\"clientId\":\"PicoB\"", "\"pin\":21");
            try (Program status = Program.start(folder, "status", observed.option())) {
                assertThat(status.awaitEnd(LIMIT)).isZero();
                assertThat(status.output())
                        .contains("health   all is well", "device   PicoB: connected for ", "pin      GP20: output ");
            }
            assertThat(observed.ask("HEAD", "health").statusCode()).isEqualTo(200);
            assertThat(observed.ask("POST", "health").statusCode()).isEqualTo(405);
            assertThat(observed.get("health/other").statusCode()).isEqualTo(404);

            Scrape scrape = new Scrape(observed.get("metrics").body());
            assertThat(scrape.value("piroutes_ready")).isEqualTo(1);
            assertThat(scrape.value("piroutes_device_connected{device=\"PicoA\"}"))
                    .isEqualTo(1);
            assertThat(scrape.value("piroutes_device_handled_total{device=\"PicoB\"}"))
                    .isPositive();
            assertThat(scrape.value("piroutes_gpio_events_total{pin=\"GP21\"}")).isPositive();
            assertThat(scrape.value("piroutes_route_exchanges_total{route=\"led-command\"}"))
                    .isPositive();
            assertThat(scrape.value("led_commands_ignored_total{camelContext=\"pi-routes\"}"))
                    .isEqualTo(1);
            assertThat(scrape.value("piroutes_broker_connections")).isBetween(3.0, 5.0);
            assertThat(scrape.value("piroutes_broker_received_total")).isPositive();
            assertThat(scrape.value("piroutes_broker_disk_used_bytes")).isGreaterThan(8e6);
            assertThat(scrape.value("process_resident_memory_bytes")).isGreaterThan(1e7);
            assertTable(scrape);
            assertExists(scrape, Path.of("src/main/dist/grafana/pi-routes.json"), "\"(?:expr|query)\": \"(.*)\"");
            assertExists(scrape, Path.of("src/main/dist/grafana/alerts.yml"), "expr: (.*)");
        }
    }

    private static void assertTable(Scrape scrape) throws Exception {
        Path made = Path.of("target/metrics.md");
        Files.writeString(made, scrape.table());
        assertThat(Files.readString(DOC))
                .as(DOC + ", table of metrics (to renew it: put target/metrics.md in its place)")
                .contains(scrape.table());
    }

    /** Whether every metric in the expressions of a file is in the scrape. */
    private static void assertExists(Scrape scrape, Path file, String expressions) throws Exception {
        Matcher expression = Pattern.compile(expressions).matcher(Files.readString(file));
        Set<String> used = new TreeSet<>();
        while (expression.find()) {
            Matcher name =
                    Pattern.compile("\\b(?:piroutes|jvm|process|led)_[a-z_]+").matcher(expression.group(1));
            while (name.find()) {
                used.add(name.group());
            }
        }
        assertThat(used).as("metrics in " + file).hasSizeGreaterThan(5);
        assertThat(scrape.samples()).as("what " + file + " uses").containsAll(used);
    }

    @Test
    void isAliveButNotReadyWhileTheBrokerIsAway() throws Exception {
        Observed observed = Observed.onAFreePort();
        Observed nobody = Observed.onAFreePort();
        try (Program devices = Program.start(
                folder, "--devices=led", "--mqtt.url=tcp://127.0.0.1:" + nobody.port(), observed.option())) {
            devices.awaitReady();

            assertThat(observed.get("health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = observed.get("health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .contains("\"name\":\"mqtt-device-PicoB\",\"status\":\"DOWN\",\"message\":\"no broker at ");
            assertThat(observed.get("health").statusCode()).isEqualTo(503);
            try (Program status = Program.start(folder, "status", observed.option(), "--format=json")) {
                assertThat(status.awaitEnd(LIMIT)).isEqualTo(1);
                assertThat(status.output()).startsWith("{").contains("\"clientId\":\"PicoB\",");
            }
            try (Program status = Program.start(folder, "status", nobody.option())) {
                assertThat(status.awaitEnd(LIMIT)).isEqualTo(3);
                assertThat(status.output())
                        .isEqualToIgnoringNewLines("pi-routes: not running: nobody answers on 127.0.0.1:"
                                + nobody.port() + " (if it runs with another management.port, name that)");
            }
            Scrape scrape = new Scrape(observed.get("metrics").body());
            assertThat(scrape.value("piroutes_ready")).isZero();
            assertThat(scrape.value("piroutes_device_connected{device=\"PicoB\"}"))
                    .isZero();

            try (Program broker = Program.start(folder, "broker", "--broker.port=" + nobody.port())) {
                broker.awaitReady();
                await().atMost(LIMIT).until(() -> observed.get("health/ready").statusCode() == 200);
            }
        }
    }

    @Tag("full")
    @Test
    void aBrokerAloneIsWatchedToo() throws Exception {
        Observed observed = Observed.onAFreePort();
        try (Program broker =
                Program.start(folder, "broker", "--broker.port=0", observed.option(), "--log.format=json")) {
            int port = broker.awaitReady();
            assertThat(broker.output().lines())
                    .allMatch(line -> line.startsWith("{\"@timestamp\":\"") && line.endsWith("}"));
            try (Watcher client = new Watcher(port, "a/b")) {
                client.publish("a/b", "1");
                client.awaitSeen("a/b", "1");

                assertThat(observed.get("health/ready").statusCode()).isEqualTo(200);
                assertThat(observed.get("health/live").statusCode()).isEqualTo(200);
                Scrape scrape = new Scrape(observed.get("metrics").body());
                assertThat(scrape.value("piroutes_broker_connections")).isEqualTo(1);
                assertThat(scrape.value("piroutes_broker_sent_total")).isEqualTo(1);
                assertThat(scrape.value("piroutes_broker_offences_total{kind=\"malformed\"}"))
                        .isZero();
                assertThat(scrape.samples()).noneMatch(name -> name.startsWith("piroutes_device"));
            }
        }
    }
}
