package dev.piroutes.page;

import dev.piroutes.broker.BrokerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broker at which nobody publishes anything. */
class Silence implements MessageSource {
    /** Where there are none; only who begins one makes it. */
    private static final Path PLOTS = Path.of("target/plots");

    /** @param root the prefix of every topic */
    static PageSettings settings(int port, String root) {
        return new PageSettings(
                "127.0.0.1", port, null, null, null, true, root, List.of(), Duration.ofMinutes(3), PLOTS, "1.0");
    }

    @Override
    public void listen(String root, Listener listener) {}

    @Override
    public void publish(String topic, byte[] payload, int qos, boolean retained) {}

    @Override
    public @Nullable String problem() {
        return null;
    }

    @Override
    public BrokerStatus broker() {
        return new BrokerStatus("tcp://elsewhere:1883", false, false, null, null, List.of(), List.of(), null);
    }

    @Override
    public void pauseBroker(int seconds) {}
}
