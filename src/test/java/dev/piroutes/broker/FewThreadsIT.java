package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
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
                MqttClient from = client(broker, "from");
                MqttClient to = client(broker, "to")) {
            BlockingQueue<String> came = new LinkedBlockingQueue<>();
            to.subscribe(TOPIC, 1, (topic, message) -> came.add(message.toString()));
            there(from, came, 10); // the topic is new to the broker

            long before = tasks();
            there(from, came, MESSAGES);
            assertThat(tasks() - before)
                    .as("tasks of Artemis's pool for %d messages: for each it would take nine", MESSAGES)
                    .isLessThan(MESSAGES);
            from.disconnect();
            to.disconnect();
        }
    }

    private long tasks() {
        return ((ThreadPoolExecutor) artemis.getThreadPool()).getTaskCount();
    }

    private static void there(MqttClient from, BlockingQueue<String> came, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            from.publish(TOPIC, new MqttMessage(String.valueOf(i).getBytes())); // QoS 1, waits for the PUBACK
            assertThat(came.poll(30, TimeUnit.SECONDS)).isEqualTo(String.valueOf(i));
        }
        assertThat(List.copyOf(came)).isEmpty();
    }

    private static MqttClient client(Broker broker, String id) throws Exception {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + broker.port(), id, new MemoryPersistence());
        client.connect();
        return client;
    }
}
