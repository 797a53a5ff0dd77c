package dev.piroutes.mqtt;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.PahoConstants;
import org.apache.camel.component.paho.PahoMessage;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.apache.camel.support.LRUCacheFactory;
import org.jspecify.annotations.Nullable;

/**
 * The first step behind a {@code paho:} consumer of status topics, for routes that watch devices. It says of a status what the
 * message alone does not: whether it is {@link #NEWS}, and whether another one is {@link #AWAITED}; and when none has
 * come for a while, whether the device is {@link #isSilent}.
 */
public final class StatusWatch implements Processor, CamelContextAware {

    /** Header: whether the topic's status before was another, or its device was silent meanwhile. */
    public static final String NEWS = "statusNews";

    /**
     * Header: whether another status should follow. Not if it came once, when the device connected: then it need not come
     * again, and the broker says so when the device is gone. But if it is only what the broker remembers, the device may
     * have gone together with the broker; and if the device has repeated it, it should go on.
     */
    public static final String AWAITED = "statusAwaited";

    /** Of more devices the longest unheard are forgotten, and are news again. */
    private static final int DEVICES = 2000;

    private record Status(String text, boolean remembered) {}

    private final Map<String, Status> last = LRUCacheFactory.newLRUCache(DEVICES);
    private @Nullable CamelContext context;

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void process(Exchange exchange) {
        Message in = exchange.getMessage();
        boolean remembered =
                in instanceof PahoMessage paho && paho.getMqttMessage().isRetained()
                        || in instanceof PahoMqtt5Message paho5
                                && paho5.getMqttMessage().isRetained();
        Status status = new Status(in.getBody(String.class), remembered);
        Status before = last.put(topic(in), status);
        in.setHeader(NEWS, before == null || !before.text().equals(status.text()));
        in.setHeader(AWAITED, remembered || status.equals(before));
    }

    /**
     * Whether the device has let one wait in vain. Not, if it is one of this program and connected.
     *
     * @param exchange the last status of a topic, as an aggregate gives it after a time-out
     */
    public boolean isSilent(Exchange exchange) {
        Message in = exchange.getMessage();
        if (!in.getHeader(AWAITED, false, Boolean.class) || connectedHere(topic(in))) {
            return false;
        }
        last.remove(topic(in));
        return true;
    }

    private boolean connectedHere(String statusTopic) {
        return context != null
                && context.getRegistry().findByType(MqttDevice.class).stream()
                        .anyMatch(device -> statusTopic.equals(device.getStatusTopic()) && device.isConnected());
    }

    private static String topic(Message message) {
        return message.getHeader(PahoConstants.MQTT_TOPIC, "", String.class);
    }
}
