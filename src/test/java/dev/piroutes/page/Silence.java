package dev.piroutes.page;

import org.jspecify.annotations.Nullable;

/** A broker at which nobody publishes anything. */
final class Silence implements MessageSource {
    @Override
    public void listen(String root, Listener listener) {}

    @Override
    public void publish(String topic, byte[] payload, int qos, boolean retained) {}

    @Override
    public @Nullable String problem() {
        return null;
    }
}
