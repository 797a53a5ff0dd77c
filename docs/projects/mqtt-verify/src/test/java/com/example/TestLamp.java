package com.example;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A lamp that answers every command with the same state. */
final class TestLamp implements MqttCallbackExtended, AutoCloseable {

    private final String state;
    private final MqttClient client;
    /** Paho must not be kept waiting in its callbacks. */
    private final ExecutorService work = Executors.newSingleThreadExecutor();

    TestLamp(int port, String state) throws MqttException {
        this.state = state;
        client = new MqttClient("tcp://127.0.0.1:" + port, "Lamp", new MemoryPersistence());
        client.setCallback(this);
        MqttConnectOptions options = new MqttConnectOptions();
        options.setAutomaticReconnect(true);
        options.setCleanSession(false);
        client.connect(options);
    }

    @Override
    public void connectComplete(boolean again, String broker) {
        work.submit(() -> {
            client.subscribe("home/lamp/set", 1);
            return null;
        });
    }

    @Override
    public void messageArrived(String topic, MqttMessage command) {
        work.submit(() -> {
            client.publish("home/lamp/state", state.getBytes(), 1, true);
            return null;
        });
    }

    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}

    @Override
    public void close() throws MqttException {
        work.shutdownNow();
        client.disconnectForcibly(0, 1000);
        client.close(true);
    }
}
