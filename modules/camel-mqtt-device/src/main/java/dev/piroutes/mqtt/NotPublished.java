package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import org.eclipse.paho.client.mqttv3.MqttException;

/** Paho's exception, which is what a {@code paho:} step throws, with a message that says why. */
final class NotPublished extends MqttException {
    private static final long serialVersionUID = 1;

    NotPublished(Throwable why) {
        super(why);
    }

    @Override
    public String getMessage() {
        return "not published: " + Reason.of(getCause());
    }
}
