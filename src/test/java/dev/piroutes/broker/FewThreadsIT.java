package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A message on its way from one client to another wakes no thread that it can do without. */
@Timeout(120)
class FewThreadsIT {
    private static final int MESSAGES = 300;
    private static final String TOPIC = "lab/led/cmd";

    @TempDir
    Path data;

    private ActiveMQServer artemis;

    @Test
    void oneAtATimeTheyNeedNoThreadOfThePool() throws Exception {
        try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data), server -> artemis = server);
                WireClient from = WireClient.clean(broker.port(), "from");
                WireClient to = WireClient.persistent(broker.port(), "to")) {
            to.subscribe(TOPIC, 1);
            there(from, to, 10); // the topic is new to the broker

            long before = tasks();
            there(from, to, MESSAGES);
            assertThat(tasks() - before)
                    .as("tasks of Artemis's pool for %d messages: for each it would take nine", MESSAGES)
                    .isLessThan(MESSAGES);
        }
    }

    private long tasks() {
        return ((ThreadPoolExecutor) artemis.getThreadPool()).getTaskCount();
    }

    private static void there(WireClient from, WireClient to, int messages) {
        for (int i = 1; i <= messages; i++) {
            from.publishAcked(TOPIC, i, "m" + i);
            WireClient.Publish came = to.take();
            assertThat(came.payload()).isEqualTo("m" + i);
            to.puback(came.id());
        }
    }
}
