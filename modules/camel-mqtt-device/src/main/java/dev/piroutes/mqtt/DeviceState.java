package dev.piroutes.mqtt;

import dev.piroutes.tls.CertificateInUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a device that has started consists of, and what can be asked of it. */
abstract sealed class DeviceState extends DeviceDeclaration permits MqttDevice {

    final DeviceRoutes routes = new DeviceRoutes((MqttDevice) this);
    final LongAdder rejected = new LongAdder();

    volatile @Nullable DeviceOptions options;
    volatile @Nullable Connection connection;
    volatile @Nullable VirtualBroker virtualBroker;

    /** Whether it is connected, subscribed, and the broker has its status. */
    public boolean isConnected() {
        Connection own = connection;
        return virtualBroker != null || own != null && own.connector().ready();
    }

    /** The client id in use: see {@link #name}. */
    public String getClientId() {
        return name();
    }

    /** The client id in use, with its suffix. */
    public String name() {
        DeviceOptions used = options;
        return used == null ? declaredClientId() : used.clientId();
    }

    /** The addresses of its broker, separated by commas, or null before the start. */
    @Nullable
    String brokerUrl() {
        DeviceOptions used = options;
        return used == null ? null : String.join(",", used.serverUris());
    }

    /** Why the device is not connected, in words. */
    public String problem() {
        return ask(own -> own.connector().problem(), "not started");
    }

    /** The topic filters that the broker does not let it subscribe to. */
    Set<String> refusedFilters() {
        return ask(Connection::refusedFilters, Set.of());
    }

    /** What the broker does not take while it takes the rest, in words, or null. */
    @Nullable
    String degraded() {
        Connection own = connection;
        return own == null ? null : DeviceReport.degraded(own);
    }

    /** Since when it is connected, or not. */
    public @Nullable Instant since() {
        Connection own = connection;
        return own == null ? null : own.connector().since();
    }

    /** The same by {@link System#nanoTime}: it does not move when the clock is set. */
    public @Nullable Long sinceNanoTime() {
        Connection own = connection;
        return own == null ? null : own.connector().sinceNanoTime();
    }

    /** Its counters since the start, or none before it. */
    Optional<DeviceFigures> figures() {
        return Optional.ofNullable(connection)
                .map(own -> DeviceFigures.of(own, rejected.sum(), routes.retainedRefused()));
    }

    /** The certificates that its connection needs: its own, its authority's, and the one that the broker has shown. */
    public List<CertificateInUse> certificates() {
        return ask(DeviceReport::certificates, List.of());
    }

    /** How many messages wait for the broker. */
    public int outboxDepth() {
        return ask(own -> own.outbox().depth(), 0);
    }

    final void ifOpen(Consumer<Connection> step) {
        Connection own = connection;
        if (own != null) {
            step.accept(own);
        }
    }

    private <T> T ask(Function<Connection, T> question, T otherwise) {
        Connection own = connection;
        return own == null ? otherwise : question.apply(own);
    }
}
