package dev.piroutes.clients;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** As {@code src/test/clients/subscriber.py}, with Paho's Java client for MQTT 3.1.1. */
final class PahoV3Subscriber {
    private PahoV3Subscriber() {}

    /** Started with: port, version (4), client id, QoS, count, filters. */
    public static void main(String[] args) throws Exception {
        int qos = Integer.parseInt(args[3]);
        CountDownLatch wanted = new CountDownLatch(Integer.parseInt(args[4]));
        List<String> filters = List.of(args).subList(5, args.length);
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + args[0], args[2], new MemoryPersistence());
        client.setCallback(new MqttCallback() {
            @Override
            public void messageArrived(String topic, MqttMessage message) {
                if (wanted.getCount() > 0) {
                    System.out.println(topic + " " + message);
                    wanted.countDown();
                }
            }

            @Override
            public void connectionLost(Throwable cause) {
                System.err.println(cause);
                System.exit(1);
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {}
        });
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(Integer.parseInt(args[1]));
        options.setCleanSession(false);
        client.connect(options);
        if (!filters.isEmpty()) {
            client.subscribe(
                    filters.toArray(String[]::new),
                    filters.stream().mapToInt(filter -> qos).toArray());
        }
        wanted.await();
        client.disconnect();
        client.close();
    }
}
