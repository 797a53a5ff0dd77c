package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.mqtt.Topics;
import dev.piroutes.source.BeanDeclared;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Suggestion;
import dev.piroutes.source.Word;
import dev.piroutes.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Topics: well-formed, on a device's connection, with a partner, and with flags that keep what the session promises. */
final class MqttCheck {

    /** Those that end no route by what they do, beside those of MQTT. */
    private static final Set<String> PASSING = Set.of("gpio", "log", "micrometer");

    /**
     * An endpoint.
     *
     * @param topic with the values of its properties
     * @param always whether every message that starts its route comes to it
     */
    record Use(EndpointUse endpoint, String topic, Optional<MqttDevice> device, boolean always) {

        /** The device's client id, if it is known. */
        String reader() {
            return device.map(MqttDevice::getClientId).orElse("its device");
        }
    }

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Map<String, MqttDevice> devices;
    private final Findings findings;
    private final List<Use> publishes = new ArrayList<>();
    private final List<Use> subscribes = new ArrayList<>();

    MqttCheck(List<RouteFile> files, Scratch scratch, Map<String, MqttDevice> devices, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.devices = devices;
        this.findings = findings;
    }

    void check() {
        for (RouteFile file : files) {
            for (EndpointUse endpoint : file.endpoints()) {
                if (DeviceEndpoint.SCHEMES.contains(endpoint.scheme())) {
                    endpoint(endpoint, isAlwaysReached(file, endpoint));
                }
            }
        }
        new RetainedCheck(publishes, subscribes, devices.values(), scratch, findings).check();
        publishes.forEach(this::publish);
        subscribes.forEach(this::subscribe);
    }

    private static boolean isAlwaysReached(RouteFile file, EndpointUse endpoint) {
        return file.isAlwaysReached(endpoint)
                && file.endpoints().stream()
                        .filter(other -> other.route().equals(endpoint.route()))
                        .map(EndpointUse::scheme)
                        .allMatch(scheme -> PASSING.contains(scheme) || DeviceEndpoint.SCHEMES.contains(scheme));
    }

    private void endpoint(EndpointUse endpoint, boolean always) {
        Optional<Word> client = endpoint.option("client");
        if (client.isEmpty()) {
            findings.error(
                    endpoint.uri().place(),
                    endpoint.scheme() + " has no client: name the bean of its device, for example client: \"#led\"");
        } else if (client.get().text().isBlank()) {
            findings.error(
                    client.get().place(),
                    "client is empty: # begins a comment, so put the bean's name in quotes, client: \"#name\"");
        } else if (!client.get().text().startsWith("#") && !client.get().text().contains("{{")) {
            findings.error(
                    client.get().place(),
                    "client is a bean's name behind a #, in quotes: client: \"#" + client.get() + "\"");
        }
        endpoint.option("qos")
                .filter(qos -> !qos.text().contains("${"))
                .filter(qos -> !scratch.resolve(qos.text()).matches("[012]"))
                .filter(qos -> scratch.missing(qos.text()).isEmpty())
                .ifPresent(qos -> findings.error(qos.place(), "qos must be 0, 1 or 2, but was \"" + qos + "\""));
        Word topic = new Word(endpoint.path(), endpoint.placeOfPath());
        if (endpoint.isDynamic() || !scratch.missing(topic.text()).isEmpty()) {
            return;
        }
        String resolved = scratch.resolve(topic.text());
        try {
            if (endpoint.consumes()) {
                Topics.requireFilter(resolved);
            } else {
                Topics.requireName(resolved);
            }
        } catch (IllegalArgumentException e) {
            findings.error(topic.place(), Reason.of(e));
            return;
        }
        Optional<MqttDevice> device = client.map(word -> devices.get(BeanDeclared.nameIn(word.text())));
        if (endpoint.scheme().equals("paho-mqtt5")
                && device.filter(known -> !known.isMqtt5()).isPresent()) {
            findings.error(
                    endpoint.uri().place(),
                    "paho-mqtt5 is for a device that speaks MQTT 5: say protocolVersion: 5 at its bean, or paho:"
                            + resolved + " here");
        }
        (endpoint.consumes() ? subscribes : publishes).add(new Use(endpoint, resolved, device, always));
    }

    private void publish(Use use) {
        promise(use, "a message can be lost on the way");
        loop(use);
        // A state is for others.
        boolean state = scratch.isTrue(use.endpoint(), "retained") && !RetainedCheck.isCommandByName(use.topic());
        if (!state && subscribes.stream().noneMatch(other -> TopicFilter.matches(other.topic(), use.topic()))) {
            findings.hint(
                    use.endpoint().uri().place(),
                    "nobody in these files subscribes " + use.topic() + nearest(use, subscribes));
        }
    }

    private void subscribe(Use use) {
        promise(use, "a command can be lost on the way");
        boolean published = publishes.stream().anyMatch(other -> TopicFilter.matches(use.topic(), other.topic()))
                || devices.values().stream()
                        .map(MqttDevice::getStatusTopic)
                        .anyMatch(status -> status != null && TopicFilter.matches(use.topic(), status));
        if (!published) {
            findings.hint(
                    use.endpoint().uri().place(),
                    "nobody in these files publishes " + use.topic() + nearest(use, publishes));
        }
    }

    /** What it publishes comes back to it, and makes it publish again. */
    private void loop(Use use) {
        subscribes.stream()
                .filter(begin -> use.always() && isBeginOf(begin, use))
                .filter(begin -> TopicFilter.matches(begin.topic(), use.topic()))
                .findFirst()
                .ifPresent(begin -> findings.warning(
                        use.endpoint().placeOfPath(),
                        use.topic() + " is what its own route subscribes to ("
                                + begin.endpoint().uri().place()
                                + "): each message would start the next, without end; publish to another topic"));
    }

    private static boolean isBeginOf(Use begin, Use use) {
        return begin.endpoint().route().equals(use.endpoint().route())
                && begin.endpoint().step().equals("from")
                && begin.device().equals(use.device())
                && begin.device().filter(device -> !device.isNoLocal()).isPresent();
    }

    private void promise(Use use, String consequence) {
        Optional<Word> qos = use.endpoint().option("qos");
        boolean persistent =
                use.device().map(device -> !device.isCleanSession()).orElse(false);
        if (persistent && qos.isPresent() && scratch.resolve(qos.get().text()).equals("0")) {
            findings.warning(
                    use.endpoint().placeOf("qos"),
                    "QoS 0 on " + use.reader() + ", whose session is persistent: " + consequence + "; use qos: 1");
        }
    }

    private String nearest(Use use, List<Use> others) {
        return Suggestion.didYouMean(
                use.topic(), others.stream().map(Use::topic).distinct().toList());
    }
}
