package dev.piroutes.check;

import dev.piroutes.check.MqttCheck.Use;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.topic.TopicFilter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Retained messages: that no command is one, and that whoever reads states gets them. */
final class RetainedCheck {

    /** Last levels of topics that commands have, in the lab and in Home Assistant. */
    private static final Set<String> COMMANDS = Set.of("cmd", "set");

    private final List<Use> publishes;
    private final List<Use> subscribes;
    private final Collection<MqttDevice> devices;
    private final Scratch scratch;
    private final Findings findings;

    RetainedCheck(
            List<Use> publishes,
            List<Use> subscribes,
            Collection<MqttDevice> devices,
            Scratch scratch,
            Findings findings) {
        this.publishes = publishes;
        this.subscribes = subscribes;
        this.devices = devices;
        this.scratch = scratch;
        this.findings = findings;
    }

    void check() {
        publishes.stream()
                .filter(use -> scratch.isTrue(use.endpoint(), "retained"))
                .forEach(this::published);
        subscribes.forEach(this::status);
    }

    private void published(Use use) {
        Optional<Use> reader = subscribes.stream()
                .filter(other -> TopicFilter.matches(other.topic(), use.topic()))
                .filter(RetainedCheck::leavesOut)
                .findFirst();
        if (reader.isPresent()) {
            findings.warning(
                    use.endpoint().placeOf("retained"),
                    use.topic() + " is a command to " + reader.get().reader()
                            + ", and a retained command would be handled again at every start: retained: false"
                            + " (or, if it is a state, acceptRetained: true at its reader)");
        } else if (isCommandByName(use.topic()) && !isReadAsState(use.topic())) {
            findings.warning(
                    use.endpoint().placeOf("retained"),
                    use.topic() + " is a command by its name, and a retained command would be handled again at every"
                            + " start: retained: false (or, if it is a state, another name)");
        }
    }

    static boolean isCommandByName(String topic) {
        return COMMANDS.contains(lastLevel(topic));
    }

    private boolean isReadAsState(String topic) {
        return subscribes.stream().anyMatch(other -> other.topic().equals(topic) && accepts(other));
    }

    /** The statuses of other devices are retained. */
    private void status(Use use) {
        devices.stream()
                .filter(device -> leavesOut(use) && !device.equals(use.device().orElse(null)))
                .map(MqttDevice::getStatusTopic)
                .filter(status -> status != null
                        && TopicFilter.matches(use.topic(), status)
                        && lastLevel(use.topic()).equals(lastLevel(status)))
                .findFirst()
                .ifPresent(status -> findings.warning(
                        use.endpoint().placeOfPath(),
                        status + " is retained, and " + use.reader()
                                + " leaves out what is retained: acceptRetained: true at its bean (or, if it handles"
                                + " commands, at one of its own for states)"));
    }

    private static boolean leavesOut(Use use) {
        return use.device().filter(device -> !device.isAcceptRetained()).isPresent();
    }

    private static boolean accepts(Use use) {
        return use.device().filter(MqttDevice::isAcceptRetained).isPresent();
    }

    private static String lastLevel(String topic) {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }
}
