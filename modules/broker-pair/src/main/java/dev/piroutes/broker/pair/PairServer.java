package dev.piroutes.broker.pair;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a node's broker: it serves from the start, or stands by and may take over once. What Artemis knows of the copy
 * is asked here. A run that served or stood by is never used again, so nothing has to be forgotten between two.
 */
final class PairServer implements AutoCloseable {
    private static final String USER = "pi-routes-pair";

    private final Broker broker;
    private final ActiveMQServer server;

    private PairServer(Broker broker, ActiveMQServer server) {
        this.broker = broker;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param standby whether it gets a copy of the peer's data first; its own are moved aside
     * @param beforeServing called before clients can connect; if it throws, they cannot
     */
    static PairServer start(BrokerSettings settings, PairSettings pair, boolean standby, Runnable beforeServing) {
        List<String> overlays = new ArrayList<>(settings.overlays());
        overlays.add(BrokerSettings.PAIR_LINK);
        if (settings.values().containsKey("secure.keys")) {
            overlays.add("pair/tls.xml");
        }
        overlays.add(standby ? "pair/backup.xml" : "pair/primary.xml");
        Map<String, String> values = new HashMap<>(settings.values());
        values.put("pair.host", pair.host());
        values.put("pair.port", Integer.toString(pair.port()));
        values.put("pair.peer", pair.peer().toString());
        BrokerSettings node =
                new BrokerSettings(settings.host(), settings.port(), settings.etc(), settings.data(), overlays, values);
        @Nullable ActiveMQServer[] prepared = new ActiveMQServer[1];
        Broker broker = Broker.start(node, server -> {
            prepared[0] = server;
            // Not by way of XML, which would take off blanks, and Artemis what looks like a masked password.
            server.getConfiguration().setClusterPassword(pair.password());
            server.getServiceRegistry().addIncomingInterceptor(new PairGate(USER, pair.password()));
            server.registerActivateCallback(new ActivateCallback() {
                @Override
                public void activated() {
                    beforeServing.run();
                }
            });
        });
        return new PairServer(broker, Objects.requireNonNull(prepared[0]));
    }

    /** Whether Artemis still runs it: an error on the disk or in the copying ends it. */
    boolean running() {
        return server.getState() == ActiveMQServer.SERVER_STATE.STARTED;
    }

    Optional<BrokerFigures> figures() {
        return broker.figures();
    }

    List<String> problems() {
        return broker.problems();
    }

    /** Whether the peer is getting a copy, or has it. */
    boolean copies() {
        return server.getReplicationManager() != null;
    }

    /** Of a server that serves: whether the peer's copy is complete, and kept so. */
    boolean peerHasAll() {
        return copies() && server.isReplicaSync();
    }

    /** Of a server that stands by: whether its copy is complete, and kept so. */
    boolean hasAll() {
        boolean inSync = server.isReplicaSync();
        // Asked in this order: one that is taking over is no backup any more, and has everything.
        return inSync || !server.getHAPolicy().isBackup();
    }

    @Override
    public void close() {
        broker.close();
    }
}
