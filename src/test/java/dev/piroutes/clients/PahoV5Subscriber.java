package dev.piroutes.clients;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** As {@code src/test/clients/subscriber.py}, with Paho's Java client for MQTT 5. */
final class PahoV5Subscriber {
    private PahoV5Subscriber() {}

    /** Started with: port, version (5), client id, QoS, count, filters. */
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
            public void disconnected(MqttDisconnectResponse response) {
                if (wanted.getCount() > 0) {
                    System.err.println(response);
                    System.exit(1);
                }
            }

            @Override
            public void mqttErrorOccurred(MqttException exception) {
                System.err.println(exception);
            }

            @Override
            public void deliveryComplete(IMqttToken token) {}

            @Override
            public void connectComplete(boolean reconnect, String address) {}

            @Override
            public void authPacketArrived(int reason, MqttProperties properties) {}
        });
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3600L);
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
