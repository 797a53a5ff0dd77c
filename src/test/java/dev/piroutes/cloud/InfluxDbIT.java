package dev.piroutes.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import dev.piroutes.sensor.VirtualSensors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example influxdb with a stand-in of InfluxDB, and the broker that ships. */
@Tag("full")
@Timeout(180)
class InfluxDbIT {

    @TempDir
    Path folder;

    private final VirtualSensors sensors = new VirtualSensors();

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private TestLab lab(Broker broker, InfluxDb cloud, Map<String, String> properties) throws Exception {
        sensors.measure("thermal:cpu", 48.31);
        TestLab lab = new TestLab("tcp://127.0.0.1:" + broker.port(), folder)
                .binding("sensors", sensors)
                .with("influxdb.url", "http://127.0.0.1:" + cloud.port())
                .with("influxdb.org", "my lab")
                .with("influxdb.bucket", "room 7")
                .with("influxdb.token", "secret-token")
                .with("influxdb.topic", "#")
                .with("influxdb.period", "1h");
        properties.forEach(lab::with);
        return lab.start("classpath:examples/influxdb.camel.yaml");
    }

    @Test
    void writesLinesThatAreRead() throws Exception {
        try (InfluxDb cloud = new InfluxDb("my lab", "room 7", "secret-token");
                Broker broker = TestLab.broker(folder);
                TestLab lab = lab(broker, cloud, Map.of());
                Watcher publisher = new Watcher(broker.port(), "none")) {
            lab.awaitConnected("influxdb");
            eventually(() -> assertThat(cloud.points()).containsExactly("pi {sensor=thermal:cpu} {value=48.31}"));
            publisher.publish("csc2106/climate/state", "{\"temperature\":21.44,\"humidity\":45}");
            publisher.publish("csc2106/a b,c=d\\/state", "{\"t\":-1.5e3}");
            publisher.publish("csc2106/led/ack", "ON");

            eventually(() -> assertThat(cloud.points())
                    .containsExactly(
                            "pi {sensor=thermal:cpu} {value=48.31}",
                            "mqtt {topic=csc2106/climate/state} {humidity=45.0, temperature=21.44}",
                            "mqtt {topic=csc2106/a b,c=d_/state} {t=-1500.0}"));
            assertThat(cloud.failures()).isEmpty();
        }
    }

    /** Four tries, then the value is lost, said in words, and the next has its turn. */
    @ParameterizedTest
    @CsvSource({"influxdb.token, wrong, 401", "influxdb.bucket, none, 404", "influxdb.org, none, 404"})
    void whatIsRefusedIsGivenUp(String property, String value, int status) throws Exception {
        try (LogLines log = new LogLines("dev.piroutes");
                LogLines routes = new LogLines("influxdb-sensor");
                InfluxDb cloud = new InfluxDb("my lab", "room 7", "secret-token");
                Broker broker = TestLab.broker(folder);
                TestLab lab = lab(broker, cloud, Map.of(property, value));
                Watcher watcher = new Watcher(broker.port(), "csc2106/x/#")) {
            lab.awaitConnected("influxdb");
            watcher.publish("csc2106/x/state", "{\"t\":1}");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !watcher.events("csc2106/x/state/rejected").isEmpty());

            eventually(() -> assertThat(cloud.failures()).hasSize(8).containsOnly(status));
            String said = watcher.events("csc2106/x/state/rejected").get(0);
            assertThat(said).contains("statusCode: " + status).doesNotContain("oken");
            assertThat(log.lines()).noneMatch(line -> line.contains("Token ") || line.contains("secret"));
            assertThat(routes.lines()).noneMatch(line -> line.contains("Token ") || line.contains("secret"));
            assertThat(cloud.points()).isEmpty();
        }
    }

    @Test
    void whatIsMeasuredWhileItIsAwayIsLostAndTheNextIsWritten() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (InfluxDb cloud = new InfluxDb("my lab", "room 7", "secret-token");
                Broker broker = TestLab.broker(folder);
                TestLab lab = lab(broker, cloud, Map.of());
                Watcher watcher = new Watcher(broker.port(), "csc2106/x/#")) {
            lab.awaitConnected("influxdb");
            eventually(() -> assertThat(cloud.points()).hasSize(1));
            cloud.leave();
            watcher.publish("csc2106/x/state", "{\"t\":" + sent.incrementAndGet() + "}");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !watcher.events("csc2106/x/state/rejected").isEmpty());
            cloud.back();
            watcher.publish("csc2106/x/state", "{\"t\":" + sent.incrementAndGet() + "}");

            eventually(() -> assertThat(cloud.points())
                    .containsExactly("pi {sensor=thermal:cpu} {value=48.31}", "mqtt {topic=csc2106/x/state} {t=2.0}"));
        }
    }
}
