package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import java.nio.charset.StandardCharsets;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.util.json.JsonObject;

/**
 * A step of the error policy: tells who sent a command that it was given up, on {@code TOPIC/rejected}, over the device
 * that received it, QoS 1, not retained. The payload is JSON: {@code {"reason": "…", "payload": "…"}}. For an exchange
 * that no MQTT message started it does nothing.
 */
public final class Rejected extends AsyncProcessorSupport {

    /** Behind the topic of the command. */
    public static final String SUFFIX = "/rejected";

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!(exchange.getProperty(Delivery.PROPERTY) instanceof Delivery delivery)) {
            callback.done(true);
            return true;
        }
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        JsonObject json = new JsonObject();
        json.put("reason", cause == null ? "unknown" : Reason.of(cause));
        json.put("payload", new String(delivery.message().payload(), StandardCharsets.UTF_8));
        byte[] payload = json.toJson().getBytes(StandardCharsets.UTF_8);
        return delivery.device()
                .reject(new Publication(delivery.topic() + SUFFIX, payload, 1, false), exchange, callback);
    }
}
