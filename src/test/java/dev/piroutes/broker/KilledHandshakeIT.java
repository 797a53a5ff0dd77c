package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device whose process was killed in the middle of its handshakes of QoS 2: the broker still knows their packet ids. */
class KilledHandshakeIT {

    private static final int COUNT = 20;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void noMessageOfTheNextProcessIsTakenForOneOfThem(boolean mqtt5) throws Exception {
        try (Broker broker = TestLab.broker(folder);
                Watcher watcher = new Watcher(broker.port(), "csc2106/#")) {
            try (WireClient killed = WireClient.persistent(broker.port(), "Presser")) {
                for (int id = 1; id <= COUNT; id++) {
                    killed.publish(false, 2, false, "csc2106/before", id, "" + id);
                    killed.awaitPubrec(id);
                }
                killed.cut();
            }
            try (TestLab lab = new TestLab("tcp://127.0.0.1:" + broker.port(), folder)
                    .mqtt5(mqtt5)
                    .with("numbered.qos", "2")
                    .start("classpath:fault-routes/numbered.camel.yaml")) {
                lab.awaitConnected("presser", "receiver");
                List<String> numbers = IntStream.rangeClosed(1, COUNT)
                        .mapToObj(String::valueOf)
                        .toList();
                for (String number : numbers) {
                    lab.main().getCamelTemplate().sendBody("direct:press", number);
                }
                // The sentinel: with another quality of service nothing can be taken for it.
                watcher.publish("csc2106/numbered/cmd", "end");
                watcher.awaitSeen("csc2106/numbered/ack", "end");
                assertThat(watcher.events("csc2106/numbered/ack"))
                        .containsAll(numbers)
                        .endsWith("end");
            }
        }
    }
}
