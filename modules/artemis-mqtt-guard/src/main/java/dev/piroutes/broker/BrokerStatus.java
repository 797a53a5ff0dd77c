package dev.piroutes.broker;

import dev.piroutes.broker.mqtt.Clash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A broker as it is now.
 *
 * @param url for clients on this machine
 * @param embedded whether it belongs to a program with devices
 * @param running whether it takes connections
 * @param detail of an embedded one: where it listens and who may connect, in words
 * @param phase of one alone: {@code serving}, or what a node of a pair does in its place
 * @param clashes client ids that two clients use
 * @param listeners where clients can connect
 * @param figures null while it does not run, or where nobody wants to know
 */
public record BrokerStatus(
        String url,
        boolean embedded,
        boolean running,
        @Nullable String detail,
        @Nullable String phase,
        List<Clash> clashes,
        List<Listener> listeners,
        @Nullable BrokerFigures figures) {}
