package dev.piroutes.cli;

import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.broker.pair.PairSettings.Role;
import dev.piroutes.broker.pair.PairSettings.Start;
import dev.piroutes.net.Address;
import org.jspecify.annotations.Nullable;

/** The settings of a node of a pair. */
final class Pairs {

    private Pairs() {}

    /** @param broker this node's own. @return null without {@code pair} */
    static @Nullable PairSettings settings(Settings settings, BrokerOptions broker) {
        if (settings.get(Setting.PAIR) == null) {
            return null;
        }
        if (broker.port() == 0) {
            throw new UsageException("broker.port must be a port of your choice in a pair, but was 0: any free one");
        }
        int port = settings.port(Setting.PAIR_PORT);
        String witness = settings.get(Setting.PAIR_WITNESS);
        return new PairSettings(
                settings.oneOf(Role.class, Setting.PAIR, "primary or backup"),
                host(settings, broker.host()),
                port,
                PairSettings.address(
                        Setting.PAIR_PEER.key(), needed(settings, Setting.PAIR_PEER, "HOST of the other node"), port),
                needed(
                        settings,
                        Setting.PAIR_PASSWORD,
                        "the same on both nodes, best as PAIR_PASSWORD in the environment"),
                witness == null ? null : PairSettings.address(Setting.PAIR_WITNESS.key(), witness, 0),
                settings.oneOf(Start.class, Setting.PAIR_START, "auto or alone or yield"));
    }

    private static String host(Settings settings, String broker) {
        if (settings.get(Setting.PAIR_HOST) != null) {
            return settings.host(Setting.PAIR_HOST);
        }
        if (Address.isEverywhere(broker)) {
            throw new UsageException(
                    "pair.host is missing: this machine's address that the other node reaches (broker.host is every address)");
        }
        return broker;
    }

    private static String needed(Settings settings, Setting setting, String what) {
        String value = settings.get(setting);
        if (value == null) {
            throw new UsageException(setting.key() + " is missing: a node of a pair needs it, " + what);
        }
        return value;
    }
}
