package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.FakeClock;
import dev.piroutes.kit.FakeClock.Jump;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clock is set under a broker and a device, each a process of its own: nobody is dropped, nothing is lost. */
@Timeout(180)
@Tag("full")
class DeviceClockIT {
    private static final String TICKS = "csc2106/ticker/count";
    private static final String STATUS = "csc2106/ticker/status";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** Counts on by a timer, and says what its clock shows. */
    private static final String ROUTES =
            """
            - route:
                id: tick
                description: Counts
                from:
                  uri: timer:tick
                  parameters:
                    period: 250
                    includeMetadata: true
                  steps:
                    - log:
                        message: "clock ${date:now:yyyy-MM-dd HH}"
                    - setBody:
                        expression:
                          simple:
                            expression: "tick ${exchangeProperty.CamelTimerCounter}"
                    - to:
                        uri: paho:csc2106/ticker/count
                        parameters:
                          client: "#ticker"
                          qos: 1
            - beans:
                - name: ticker
                  type: dev.piroutes.mqtt.MqttDevice
                  properties:
                    clientId: Ticker
                    statusTopic: csc2106/ticker/status
                    keepAlive: 2s
                    outboxAge: 30m
            """;

    @TempDir
    Path folder;

    private static int count(Watcher watcher) {
        return watcher.events(TICKS).size();
    }

    private static void awaitMore(Watcher watcher, int more) {
        int before = count(watcher);
        await(more + " more ticks").atMost(LIMIT).until(() -> count(watcher) >= before + more);
    }

    @ParameterizedTest
    @EnumSource
    void isSet(Jump jump) throws Exception {
        FakeClock clock = FakeClock.in(folder);
        clock.ahead(jump.from());
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("ticker.camel.yaml"), ROUTES);
        try (Program broker =
                        Program.start(Files.createDirectory(folder.resolve("b")), clock, "broker", "--broker.port=0");
                FaultProxy proxy = new FaultProxy(broker.awaitReady());
                Watcher watcher = new Watcher(broker.awaitReady(), "csc2106/ticker/#");
                Program device = Program.start(
                        Files.createDirectory(folder.resolve("d")),
                        clock,
                        "--mqtt.url=" + proxy.url(),
                        "--routes.dir=" + routes)) {
            watcher.awaitSeen(STATUS, "online");
            awaitMore(watcher, 4);

            // While it is connected: the timer goes on, and so does the connection, pings of which are every two
            // seconds.
            String before = shown(device);
            clock.ahead(jump.to());
            await("the new time").atMost(LIMIT).until(() -> !shown(device).equals(before));
            awaitMore(watcher, 40);
            assertThat(watcher.events(STATUS)).as("one connection").containsExactly("online");

            // While the broker is away: what waits is not older than it is, at most some seconds.
            proxy.accept(false);
            device.awaitOutput("Ticker: connection lost");
            String between = shown(device);
            clock.ahead(jump.from());
            await("the old time").atMost(LIMIT).until(() -> !shown(device).equals(between));
            proxy.accept(true);
            awaitMore(watcher, 8);
            List<String> all = watcher.events(TICKS);
            assertThat(all)
                    .as("every one, in order")
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, all.size())
                            .mapToObj(i -> "tick " + i)
                            .toList());
            assertThat(device.output()).doesNotContain("outboxAge");
        }
    }

    /** The newest that the device's clock has shown. */
    private static String shown(Program device) {
        String output = device.output();
        int last = output.lastIndexOf("clock ");
        return last < 0 || output.length() < last + 19 ? "" : output.substring(last, last + 19);
    }
}
