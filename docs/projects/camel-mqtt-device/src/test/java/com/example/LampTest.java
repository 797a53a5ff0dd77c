package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.camel.main.Main;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, with a stock broker. */
class LampTest {

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @BeforeEach
    void startBroker() throws Exception {
        broker.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:0?protocols=MQTT"));
        broker.start();
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.stop();
    }

    private String url() {
        NettyAcceptor acceptor =
                (NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("mqtt");
        return "tcp://127.0.0.1:" + acceptor.getActualPort();
    }

    private String next() throws InterruptedException {
        return seen.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void itConnectsObeysAndLeaves(@TempDir Path outbox) throws Exception {
        try (MqttClient client = new MqttClient(url(), "somebody", new MemoryPersistence())) {
            client.connect();
            client.subscribe("home/lamp/#", 1, (topic, message) -> seen.add(topic + " " + message));

            Main program = new Main();
            program.addOverrideProperty("mqtt.url", url());
            program.addOverrideProperty("outbox.dir", outbox.toString());
            program.start();
            assertEquals("home/lamp/status online", next());

            client.publish("home/lamp/set", "perhaps".getBytes(), 1, false);
            assertEquals("home/lamp/set perhaps", next());
            client.publish("home/lamp/set", "ON".getBytes(), 1, false);
            assertEquals("home/lamp/set ON", next());
            assertEquals("home/lamp/state ON", next());

            program.stop();
            assertEquals("home/lamp/status offline", next());
            client.disconnect();
        }
    }
}
