package dev.piroutes.broker;

import dev.piroutes.broker.access.Users;
import dev.piroutes.broker.mqtt.MqttGuardPlugin;
import dev.piroutes.broker.repair.BindingsCopy;
import dev.piroutes.broker.repair.ReadServer;
import dev.piroutes.broker.repair.ReadState;
import dev.piroutes.broker.repair.Repair;
import dev.piroutes.files.Reason;
import dev.piroutes.net.Address;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.tls.OwnCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a broker of its settings and starts it; what of its data cannot be read is repaired first, as little as is enough. */
final class BrokerStart {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    /**
     * Bytes, as Artemis estimates them, of queued messages that are kept in memory. A small message takes up to five times its
     * estimate, and the devices' own share of a heap of 48 MB is a third. 20,000 commands at once are as fast from the disk.
     */
    private static final long MOST_QUEUED_IN_MEMORY = 32L * 1024 * 1024;

    private final BrokerSettings settings;
    private final DataFolder data;
    private final Consumer<ActiveMQServer> preparation;

    /** @param data for the broker, which closes it; here it stays open */
    BrokerStart(BrokerSettings settings, DataFolder data, Consumer<ActiveMQServer> preparation) {
        this.settings = settings;
        this.data = data;
        this.preparation = preparation;
    }

    /** First with all of its data, then without each record that cannot be read; if that is not enough, without any. */
    Broker start() {
        StartFailures.requireFree(settings);
        Prepared first = servable(settings);
        requireData(data.path(), first.configuration);
        Repair repair = new Repair(first.configuration, data.path());
        mend(repair::beforeStart);
        try {
            return start(first);
        } catch (BrokerException e) {
            requireUnreadable(e);
            LOG.warn("broker   cannot read its data, and looks at them more closely: {}", Reason.of(Reason.root(e)));
            mend(repair::afterFailure);
        }
        try {
            return start(prepared(settings));
        } catch (BrokerException e) {
            requireUnreadable(e);
            mend(() -> repair.giveUp(Reason.root(e)));
        }
        return start(prepared(settings));
    }

    /** Artemis ends its start over a file that it may not write, and would be repaired as if it was damaged. */
    private static void requireData(Path data, Configuration configuration) {
        StartFailures.requireRoom(data, configuration.getJournalFileSize());
        DataFolder.requireOwn(
                data,
                List.of(
                        configuration.getJournalLocation(),
                        configuration.getBindingsLocation(),
                        configuration.getPagingLocation(),
                        configuration.getLargeMessagesLocation()));
    }

    /** @param listeners of its acceptors, the one of the settings first */
    private record Prepared(Configuration configuration, List<Listener> listeners) {}

    private static Prepared prepared(BrokerSettings settings) {
        Configuration configuration = configuration(settings);
        return new Prepared(configuration, Listeners.prepare(configuration, settings));
    }

    /** What {@link #start()} looks at before it begins, all of it, without the data folder and without changing anything. */
    static BrokerOutlook outlook(BrokerSettings settings) {
        BrokerException folder = refusal(() -> DataFolder.requireUsable(settings.data()));
        BrokerException port = refusal(() -> StartFailures.requireFree(settings));
        Configuration configuration;
        try {
            configuration = servable(settings).configuration;
        } catch (BrokerException e) {
            return new BrokerOutlook(folder, port, e, null, List.of());
        }
        if (folder == null) {
            folder = refusal(() -> requireData(settings.data().toAbsolutePath(), configuration));
        }
        return new BrokerOutlook(
                folder,
                port,
                null,
                MqttGuardPlugin.plugin(configuration, Users.class).orElse(null),
                shown(configuration));
    }

    /**
     * The certificates that its acceptors show: those of one's own, and those of key stores by their files as they are now, where
     * what cannot be read is left out.
     */
    static List<CertificateInUse> shown(Configuration configuration) {
        return Stream.concat(
                        OwnCertificates.of(configuration).stream().map(OwnCertificate::inUse),
                        AcceptorCertificates.of(configuration).stream())
                .toList();
    }

    private static @Nullable BrokerException refusal(Runnable step) {
        try {
            step.run();
            return null;
        } catch (BrokerException e) {
            return e;
        }
    }

    /** @throws BrokerException if {@code broker.xml} is not such that a broker could serve by it, here and now */
    private static Prepared servable(BrokerSettings settings) {
        Prepared prepared = prepared(settings);
        AcceptorCertificates.requireReadable(prepared.configuration);
        StartFailures.requireFree(prepared.listeners);
        return prepared;
    }

    private Broker start(Prepared prepared) {
        Configuration configuration = prepared.configuration;
        OwnCertificates.of(configuration).forEach(own -> LOG.info("broker   certificate {}", own));
        MqttGuardPlugin guard = guard(configuration);
        ReadServer server = new ReadServer(configuration);
        BindingsCopy copy = new BindingsCopy(server);
        server.registerBrokerPlugin(copy);
        server.registerActivateCallback(copy);
        preparation.accept(server);
        Broker broker = new Broker(settings, data, server, guard, prepared.listeners);
        broker.run();
        return broker;
    }

    private static void requireUnreadable(BrokerException e) {
        if (Reason.find(e, ReadState.UnreadableException.class).isEmpty() || Reason.isDiskFull(e)) {
            throw e;
        }
    }

    /** What is to be done before Artemis reads its files. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void mend(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            String what = "what is whole of a damaged file in " + settings.data() + " cannot be written: ";
            throw Reason.isDiskFull(e)
                    ? BrokerException.passing(what + "the disk is full; make room", e)
                    : new BrokerException(what + Reason.of(e), e);
        }
    }

    /** @throws BrokerException if {@code broker.xml} is missing or invalid */
    static Configuration configuration(BrokerSettings settings) {
        Map<String, String> values = new HashMap<>(settings.values());
        values.put("broker.host", Address.bracketed(settings.host()));
        values.put("broker.port", Integer.toString(settings.port()));
        values.put("broker.data", settings.data().toAbsolutePath().normalize().toString());
        long memory = Math.min(MOST_QUEUED_IN_MEMORY, Runtime.getRuntime().maxMemory() / 24);
        values.putIfAbsent("broker.memory", Long.toString(memory));
        return BrokerXml.read(BrokerXml.find(settings.etc(), settings.overlays()), values);
    }

    /** That of {@code broker.xml}, or one with what else the file and the settings say. */
    private MqttGuardPlugin guard(Configuration configuration) {
        return MqttGuardPlugin.plugin(configuration, MqttGuardPlugin.class).orElseGet(() -> {
            MqttGuardPlugin guard = new MqttGuardPlugin();
            guard.init(Map.of(
                    MqttGuardPlugin.WILL_GRACE,
                    Long.toString(settings.willGrace().toSeconds())));
            configuration.registerBrokerPlugin(guard);
            return guard;
        });
    }
}
