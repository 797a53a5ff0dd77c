package dev.piroutes.mqtt;

import dev.piroutes.net.Url;
import dev.piroutes.topic.TopicFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a device's connection needs to know, checked. {@code toString} shows no secret.
 *
 * @param clientId 1 to 128 letters, digits, {@code -} or {@code _}: some brokers let stranger ones collide
 * @param serverUris brokers, tried in turn, in Paho's spelling ({@code tcp://}, {@code ssl://}, {@code ws://}, {@code wss://})
 * @param credentials user, password, and whom to trust
 * @param cleanSession false: the broker keeps the subscriptions and what is queued while the device is away
 * @param keepAlive time after which a silent connection is pinged: 1 s to 18 h, whole seconds
 * @param statusTopic topic of birth and will, or null for neither
 * @param statusEvery how often the birth is said again while connected, or null: only on connect
 * @param onlinePayload what a birth says
 * @param offlinePayload what the will and a clean stop say
 * @param outbox where unacknowledged publishes are kept
 * @param limits the outbox's bounds
 * @param mqtt5 what is of MQTT 5 alone, or null: the device speaks 3.1.1
 */
record DeviceOptions(
        String clientId,
        List<String> serverUris,
        Credentials credentials,
        boolean cleanSession,
        Duration keepAlive,
        @Nullable String statusTopic,
        @Nullable Duration statusEvery,
        String onlinePayload,
        String offlinePayload,
        Path outbox,
        OutboxLimits limits,
        @Nullable Mqtt5Options mqtt5) {

    DeviceOptions {
        Objects.requireNonNull(clientId, "clientId");
        if (!clientId.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new IllegalArgumentException(
                    "clientId must be 1 to 128 letters, digits, '-' or '_', but was \"" + clientId + "\"");
        }
        if (serverUris.isEmpty()) {
            throw new IllegalArgumentException("mqtt.url must name a broker, for example tcp://192.168.1.10:1883");
        }
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65535) {
            throw new IllegalArgumentException("keepAlive must be 1s to 18h, but was " + keepAlive);
        }
        if (mqtt5 != null && mqtt5.sessionExpiry() != null && cleanSession) {
            throw new IllegalArgumentException(
                    "sessionExpiryInterval is for a session that is kept: leave it out, or cleanSession: true");
        }
        if (statusTopic != null) {
            requireTopic(statusTopic);
        }
        if (statusEvery != null) {
            requireRepeatable(statusEvery, statusTopic);
        }
    }

    private static void requireTopic(String statusTopic) {
        if (statusTopic.isBlank() || TopicFilter.hasWildcard(statusTopic)) {
            throw new IllegalArgumentException(
                    "statusTopic must be a topic without wildcards, but was \"" + statusTopic + "\"");
        }
        String problem = PublishRules.topicProblem(statusTopic);
        if (problem != null) {
            throw new IllegalArgumentException("statusTopic: " + problem);
        }
    }

    private static void requireRepeatable(Duration statusEvery, @Nullable String statusTopic) {
        if (statusEvery.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("statusEvery must be 1s or more, but was " + statusEvery);
        }
        if (statusTopic == null) {
            throw new IllegalArgumentException("statusEvery needs a statusTopic: there is no status to repeat");
        }
    }

    /**
     * Reads {@code mqtt.url}: one or more addresses, separated by commas. {@code mqtt://} and {@code mqtts://} are
     * taken for {@code tcp://} and {@code ssl://}; a missing port becomes the scheme's own.
     *
     * @throws IllegalArgumentException if one of them is not such an address
     */
    static List<String> serverUris(String urls) {
        return Url.ofMqttUrls(urls).stream().map(Url::toString).toList();
    }

    @Override
    public String toString() {
        return "DeviceOptions[" + clientId + " at " + String.join(",", serverUris) + "]";
    }
}
