package dev.piroutes.mqtt;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a device under {@code beans:}: its setters are the options. Of them and of the program's settings comes,
 * when the device starts, what holds from then on: {@link DeviceOptions}.
 */
public abstract sealed class DeviceDeclaration permits DeviceState {

    /** Where a device without {@code mqtt.url} does not connect to. */
    private static final String UNUSED = "tcp://unused:1883";

    private static final String MQTT_3_1_1 = "3.1.1";
    private static final String MQTT_5 = "5";

    private String clientId = "";
    private @Nullable String statusTopic;
    private @Nullable Duration statusEvery;
    private boolean cleanSession;
    private Duration keepAlive = Duration.ofSeconds(30);
    private String onlinePayload = "online";
    private String offlinePayload = "offline";
    private boolean acceptRetained;
    private int outboxMessages = OutboxLimits.DEFAULT.messages();
    private long outboxBytes = OutboxLimits.DEFAULT.bytes();
    private @Nullable Duration outboxAge;
    private @Nullable String url;
    private @Nullable String credentials;
    private String protocolVersion = MQTT_3_1_1;
    private @Nullable Duration sessionExpiryInterval;
    private boolean noLocal;
    private boolean retainAsPublished;
    private boolean clientIdSuffix = true;

    DeviceDeclaration() {}

    /**
     * The MQTT client id, one of its kind at the broker: 1 to 128 letters, digits, {@code -} and {@code _}. Required.
     * What the property {@code mqtt.client-id-suffix} says is put behind it, so that two benches can share a broker.
     */
    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    /** Whether {@code mqtt.client-id-suffix} is put behind the client id. Default true; false for an id that a broker dictates. */
    public void setClientIdSuffix(boolean clientIdSuffix) {
        this.clientIdSuffix = clientIdSuffix;
    }

    /** The topic of birth and will. Default: none, and the device says neither. */
    public void setStatusTopic(String statusTopic) {
        this.statusTopic = statusTopic;
    }

    /**
     * How often the device says {@code online} again while it is connected, 1 s or more: a sign of life for who watches its
     * status. Default: never, it says so on connect only.
     */
    public void setStatusEvery(Duration statusEvery) {
        this.statusEvery = statusEvery;
    }

    /** Whether the broker forgets the device's subscriptions and queued messages when it leaves. Default false. */
    public void setCleanSession(boolean cleanSession) {
        this.cleanSession = cleanSession;
    }

    /** After how long without traffic the connection is pinged, 1 s to 18 h. Default 30 s. */
    public void setKeepAlive(Duration keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** What the birth says. Default {@code online}. */
    public void setOnlinePayload(String onlinePayload) {
        this.onlinePayload = onlinePayload;
    }

    /** What the will, and a clean stop, say. Default {@code offline}. */
    public void setOfflinePayload(String offlinePayload) {
        this.offlinePayload = offlinePayload;
    }

    /**
     * Whether routes get messages that the broker had retained. Default false: a command that was retained by mistake
     * would be handled again at every reconnect. It is refused, with a log line that says how to clear it. True for a
     * device that reads states. A live copy of a retained message does not carry the flag, and is handled.
     */
    public void setAcceptRetained(boolean acceptRetained) {
        this.acceptRetained = acceptRetained;
    }

    /** Whether routes get messages that the broker had retained. */
    public boolean isAcceptRetained() {
        return acceptRetained;
    }

    /** Whether the broker forgets the device's subscriptions and queued messages when it leaves. */
    public boolean isCleanSession() {
        return cleanSession;
    }

    /** The most messages kept while the broker is away. Default 10000. What comes then fails in its route. */
    public void setOutboxMessages(int outboxMessages) {
        this.outboxMessages = outboxMessages;
    }

    /** The most bytes of topics and payloads kept while the broker is away. Default 8388608 (8 MiB). */
    public void setOutboxBytes(long outboxBytes) {
        this.outboxBytes = outboxBytes;
    }

    /** After how long a message that could not be sent is dropped. Default: never. */
    public void setOutboxAge(Duration outboxAge) {
        this.outboxAge = outboxAge;
    }

    /**
     * The device's own broker, one address or more, for a device that joins two brokers. Default: the lab's, which is the
     * property {@code mqtt.url}. The lab's user and password are not sent to it.
     */
    public void setUrl(String url) {
        this.url = url;
    }

    /**
     * A folder with the file {@code CLIENTID.properties} for the broker of {@link #setUrl}: {@code mqtt.username}, {@code
     * mqtt.password}, and {@code mqtt.ca} for TLS with an authority that is not public. Default: none, and the connection is anonymous.
     */
    public void setCredentials(String credentials) {
        this.credentials = credentials;
    }

    /**
     * The version of MQTT that the device speaks: {@code 3.1.1} or {@code 5}. Default 3.1.1. With 5 it has endpoints {@code
     * paho-mqtt5:}, and {@code paho:} as before.
     */
    public void setProtocolVersion(String protocolVersion) {
        this.protocolVersion = protocolVersion;
    }

    /**
     * With MQTT 5: how long the broker keeps the session of a device that is away, 1 s to 49710 days. Default: without end, as in
     * 3.1.1. Not with {@link #setCleanSession}, whose session ends with the connection.
     */
    public void setSessionExpiryInterval(Duration sessionExpiryInterval) {
        this.sessionExpiryInterval = sessionExpiryInterval;
    }

    /** With MQTT 5: whether the broker does not send to the device what it has published itself. Default false. */
    public void setNoLocal(boolean noLocal) {
        this.noLocal = noLocal;
    }

    /**
     * With MQTT 5: whether messages keep the retained flag with which they were published, for a device that hands them on to
     * another broker. Default false: only those that were retained before carry it.
     */
    public void setRetainAsPublished(boolean retainAsPublished) {
        this.retainAsPublished = retainAsPublished;
    }

    /** Whether the broker does not send to it what it has published itself; with MQTT 5. */
    public boolean isNoLocal() {
        return noLocal && isMqtt5();
    }

    /** Whether the device speaks MQTT 5. */
    public boolean isMqtt5() {
        return protocolVersion.equals(MQTT_5);
    }

    /** Whether it joins another broker than the lab's. */
    public boolean isElsewhere() {
        return url != null;
    }

    /** What the birth says. */
    public String getOnlinePayload() {
        return onlinePayload;
    }

    /** What the will, and a clean stop, say. */
    public String getOfflinePayload() {
        return offlinePayload;
    }

    /** The topic of birth and will, or null. */
    public @Nullable String getStatusTopic() {
        return statusTopic;
    }

    /** The client id as it was declared. */
    final String declaredClientId() {
        return clientId;
    }

    /** Whether the other one has the same options: this one could stand for it, and its connection need not break. */
    public final boolean isDeclaredAs(MqttDevice other) {
        return declaration().equals(((DeviceDeclaration) other).declaration());
    }

    private List<@Nullable Object> declaration() {
        return Arrays.asList(
                clientId,
                statusTopic,
                statusEvery,
                cleanSession,
                keepAlive,
                onlinePayload,
                offlinePayload,
                acceptRetained,
                outboxMessages,
                outboxBytes,
                outboxAge,
                url,
                credentials,
                protocolVersion,
                sessionExpiryInterval,
                noLocal,
                retainAsPublished,
                clientIdSuffix);
    }

    /**
     * Checks the options that have been set, as the start does.
     *
     * @throws IllegalArgumentException with one line that names the first that does not fit
     */
    public void requireValidOptions() {
        options(clientId, List.of(UNUSED), Credentials.NONE, Path.of("unused"));
    }

    /**
     * What holds for the device in this context.
     *
     * @throws IllegalArgumentException with one line that names what does not fit
     */
    final DeviceOptions options(CamelContext context) {
        String lab = Property.of(context, "mqtt.url");
        String suffix = clientIdSuffix ? Property.of(context, "mqtt.client-id-suffix") : null;
        String id = clientId + Objects.requireNonNullElse(suffix, "");
        Path folder = Path.of(Objects.requireNonNullElse(Property.of(context, "outbox.dir"), "data/outbox"));
        if (url != null) {
            return options(
                    id,
                    DeviceOptions.serverUris(url),
                    credentials == null ? Credentials.NONE : Credentials.read(Path.of(credentials), id),
                    folder);
        }
        return options(
                id,
                DeviceOptions.serverUris(lab == null ? UNUSED : lab),
                lab == null ? Credentials.NONE : Credentials.of(context, id),
                folder);
    }

    private DeviceOptions options(String id, List<String> serverUris, Credentials credentials, Path folder) {
        return new DeviceOptions(
                id,
                serverUris,
                credentials,
                cleanSession,
                keepAlive,
                statusTopic,
                statusEvery,
                onlinePayload,
                offlinePayload,
                folder.resolve(id + ".mv"),
                new OutboxLimits(outboxMessages, outboxBytes, outboxAge),
                mqtt5());
    }

    private @Nullable Mqtt5Options mqtt5() {
        if (isMqtt5()) {
            return new Mqtt5Options(sessionExpiryInterval, noLocal, retainAsPublished);
        }
        if (!protocolVersion.equals(MQTT_3_1_1)) {
            throw new IllegalArgumentException(
                    "protocolVersion must be 3.1.1 or 5, but was \"" + protocolVersion + "\"");
        }
        if (sessionExpiryInterval != null || noLocal || retainAsPublished) {
            throw new IllegalArgumentException(
                    (noLocal ? "noLocal" : retainAsPublished ? "retainAsPublished" : "sessionExpiryInterval")
                            + " is of MQTT 5: it needs protocolVersion: 5");
        }
        return null;
    }

    /** What the device's broker takes, as far as it is known. */
    final PublishRules rules(CamelContext context) {
        BrokerLimits limits = url == null ? context.getRegistry().findSingleByType(BrokerLimits.class) : null;
        PublishRules rules = new PublishRules(limits == null ? BrokerLimits.UNKNOWN : limits, isMqtt5());
        if (statusTopic != null) {
            for (String payload : List.of(onlinePayload, offlinePayload)) {
                String problem =
                        rules.problem(new Publication(statusTopic, payload.getBytes(StandardCharsets.UTF_8), 1, true));
                if (problem != null) {
                    throw new IllegalArgumentException("statusTopic: " + problem);
                }
            }
        }
        return rules;
    }

    /** A device with a broker of its own has nothing to do with the program's. */
    final LocalBroker localBroker(CamelContext context) {
        LocalBroker found = url == null ? context.getRegistry().findSingleByType(LocalBroker.class) : null;
        return found == null ? () -> null : found;
    }
}
