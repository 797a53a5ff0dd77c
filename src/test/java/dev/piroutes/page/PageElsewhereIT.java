package dev.piroutes.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page beside a broker of another program: it is a client, and comes back when the broker does. */
@Tag("full")
@Timeout(120)
class PageElsewhereIT {
    @TempDir
    Path folder;

    private static boolean connected(JsonObject bench, boolean wanted) {
        return Boolean.valueOf(wanted).equals(((JsonObject) bench.get("mqtt")).get("connected"));
    }

    @Test
    void showsAndPublishesAsBesideItsOwn() throws Exception {
        Broker broker = TestLab.broker(folder);
        int port = broker.port();
        try {
            publish(port, "csc2106/far/status", "online", true);
            try (Bench bench = Bench.start(folder, "--mqtt.url=tcp://127.0.0.1:" + port);
                    PageClient page = new PageClient(bench.page())) {
                page.event("bench", e -> connected(e, true));
                page.event("devices", e -> e.toString().contains("far/status"));
                publish(port, "csc2106/x", "live", true);
                assertThat(page.event("messages", e -> e.toString().contains("payload=live"))
                                .toString())
                        .contains("retained=true", "qos=1");

                try (Watcher watcher = new Watcher(port, "csc2106/by-hand")) {
                    assertThat(page.ask(
                                    "\"do\":\"publish\",\"topic\":\"csc2106/by-hand\",\"payload\":\"hello\",\"qos\":1"))
                            .containsEntry("ok", true);
                    watcher.awaitSeen("csc2106/by-hand", "hello");
                }

                broker.close();
                page.event("bench", e -> connected(e, false));
                assertThat(page.ask("\"do\":\"publish\",\"topic\":\"csc2106/by-hand\",\"payload\":\"\",\"qos\":1")
                                .getString("error"))
                        .containsAnyOf("connection lost", "no broker that speaks MQTT 5 at tcp://127.0.0.1:" + port);
                page.forget();
                broker = TestLab.again(port, folder);
                page.event("bench", e -> connected(e, true));
                page.event("messages", e -> e.toString().contains("payload=live"));
            }
        } finally {
            broker.close();
        }
    }

    private static void publish(int port, String topic, String payload, boolean retained) throws Exception {
        try (Watcher client = new Watcher(port, "nothing")) {
            client.publish(topic, payload.getBytes(UTF_8), 1, retained);
        }
    }
}
