package dev.piroutes.mqtt;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** What a spectator hears from Paho: messages, and that the connection is lost. */
final class SpectatorCallback implements MqttCallback {

    /** Takes a message. */
    @FunctionalInterface
    interface Messages {
        void arrived(String topic, MqttMessage message) throws Exception;
    }

    private final Messages messages;
    private final Consumer<String> lost;

    /** @param lost is told why, in words that follow "connection lost" */
    SpectatorCallback(Messages messages, Consumer<String> lost) {
        this.messages = messages;
        this.lost = lost;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws Exception {
        messages.arrived(topic, message);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        Throwable why = response.getException();
        lost.accept(why == null ? "" : ConnectOutcome.because(why));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // A lost connection is told by disconnected().
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Publishes are waited for.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // Connecting is waited for.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // There is no extended authentication.
    }
}
