package dev.piroutes.mqtt;

import dev.piroutes.tls.CertificateInUse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether brokers let devices in, found out without being one of them: with what a device reads when it starts, but an id of its own,
 * and without session, will and subscriptions. Of a broker that does not it says what the device would.
 */
public final class ConnectTrial {

    /** Behind the client id: users whose ids begin with their name may have such a one. */
    private static final int SUFFIX = 9;

    private static final int LONGEST_ID = 128;

    /**
     * What came of it at one address.
     *
     * @param broker the address
     * @param taken whether the broker has let the client in, or has refused nothing but an id that is not the device's
     * @param words one line
     */
    public record Answer(String broker, boolean taken, String words) {}

    private final CamelContext settings;
    private final Map<List<Object>, Answer> known = new HashMap<>();
    private final List<CertificateInUse> certificates = new ArrayList<>();

    /** @param settings has the properties of the program; it need not be started */
    public ConnectTrial(CamelContext settings) {
        this.settings = settings;
    }

    /** A broker that does not run yet, asked for what it would say. */
    @FunctionalInterface
    public interface Door {
        /** Why it would not let in a client, in words; empty: it would. */
        Optional<String> refusal(
                String clientId, @Nullable String user, byte @Nullable [] password, @Nullable String willTopic);
    }

    /**
     * Reads what a device needs for its connection, as its start does, and asks for the answer of a broker that is yet to come.
     *
     * @return why it would not be let in, in words
     * @throws RuntimeException why that would end the start
     */
    public Optional<String> of(MqttDevice device, Door door) {
        DeviceOptions options = checked(device);
        char[] password = options.credentials().password();
        return door.refusal(
                        options.clientId(),
                        options.credentials().username(),
                        password == null ? null : new String(password).getBytes(StandardCharsets.UTF_8),
                        options.statusTopic())
                .map(why -> options.clientId() + ": " + why);
    }

    private DeviceOptions checked(MqttDevice device) {
        DeviceOptions options = device.checked(settings);
        new DeviceTls(options.serverUris(), options.credentials()).factory();
        StoreFormat.requireFree(options.outbox());
        certificates.addAll(DeviceReport.certificates(options, null));
        return options;
    }

    /**
     * Tries each address of the device's broker; not again what it has tried for another device with the same credentials.
     *
     * @throws RuntimeException why that would end the start
     */
    public List<Answer> of(MqttDevice device) {
        DeviceOptions options = checked(device);
        return options.serverUris().stream()
                .map(broker -> known.computeIfAbsent(key(broker, options), key -> connect(broker, options)))
                .toList();
    }

    private static List<Object> key(String broker, DeviceOptions options) {
        Credentials credentials = options.credentials();
        return List.of(
                broker,
                options.mqtt5() != null,
                Objects.requireNonNullElse(credentials.username(), ""),
                Arrays.hashCode(credentials.password()),
                String.valueOf(credentials.ca()),
                String.valueOf(credentials.certificate()));
    }

    private Answer connect(String broker, DeviceOptions options) {
        DeviceTls tls = new DeviceTls(List.of(broker), options.credentials());
        MqttTransport transport = new MqttTransport(visitor(broker, options), new Nothing());
        try {
            transport.connect(tls.factory(), 1);
            certificates.addAll(DeviceReport.certificates(
                    as(options.clientId(), broker, options),
                    tls.brokerCertificate().orElse(null)));
            transport.disconnect();
            return taken(broker, options);
        } catch (TransportException e) {
            return switch (e.outcome()) {
                case CONNECTED -> taken(broker, options); // and has ended it before it was told to
                case BAD_CLIENT_ID ->
                    new Answer(
                            broker,
                            true,
                            broker + " answers, and takes no client id but those that it knows: whether it takes "
                                    + options.clientId() + " was not tried");
                default -> new Answer(broker, false, e.outcome().inWords(as(options.clientId(), broker, options), e));
            };
        } finally {
            transport.close();
        }
    }

    private static Answer taken(String broker, DeviceOptions options) {
        Credentials credentials = options.credentials();
        String who = credentials.username() == null
                ? ""
                : credentials.isToken() ? " with a user name alone" : " as user " + credentials.username();
        return new Answer(broker, true, broker + " takes a client" + who);
    }

    private static DeviceOptions visitor(String broker, DeviceOptions options) {
        String id = options.clientId();
        String own = id.substring(0, Math.min(id.length(), LONGEST_ID - SUFFIX)) + "-"
                + UUID.randomUUID().toString().substring(0, SUFFIX - 1);
        return as(own, broker, options);
    }

    private static DeviceOptions as(String clientId, String broker, DeviceOptions options) {
        boolean visits = !clientId.equals(options.clientId());
        return new DeviceOptions(
                clientId,
                List.of(broker),
                options.credentials(),
                visits || options.cleanSession(),
                options.keepAlive(),
                visits ? null : options.statusTopic(),
                null,
                options.onlinePayload(),
                options.offlinePayload(),
                options.outbox(),
                options.limits(),
                options.mqtt5() == null ? null : new Mqtt5Options(null, false, false));
    }

    /** Those that the devices asked for so far need, and that their brokers have shown. */
    public List<CertificateInUse> certificates() {
        return List.copyOf(certificates);
    }

    /** It has subscribed to nothing, and publishes nothing. */
    private static final class Nothing implements Transport.Listener {
        @Override
        public void received(ReceivedMessage message) {}

        @Override
        public void discarded(ReceivedMessage message, String why) {}

        @Override
        public void acknowledged(Object context) {}

        @Override
        public void refused(Object context, String why, boolean forGood) {}

        @Override
        public void lost(@Nullable Throwable cause) {}
    }
}
