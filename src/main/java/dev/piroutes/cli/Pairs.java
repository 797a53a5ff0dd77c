package dev.piroutes.cli;

import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.broker.pair.PairSettings.Role;
import dev.piroutes.broker.pair.PairSettings.Start;
import dev.piroutes.net.Address;
import dev.piroutes.source.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The settings of a node of a pair. */
final class Pairs {

    private Pairs() {}

    /** @param broker this node's own. @return null without {@code pair} */
    static @Nullable PairSettings settings(Settings settings, BrokerOptions broker) {
        String role = settings.get(Setting.PAIR);
        if (role == null) {
            return null;
        }
        if (broker.port() == 0) {
            throw new UsageException("broker.port must be a port of your choice in a pair, but was 0: any free one");
        }
        int port = settings.port(Setting.PAIR_PORT);
        String witness = settings.get(Setting.PAIR_WITNESS);
        return new PairSettings(
                oneOf(Role.class, Setting.PAIR, role),
                host(settings, broker.host()),
                port,
                PairSettings.address(
                        Setting.PAIR_PEER.key(), needed(settings, Setting.PAIR_PEER, "HOST of the other node"), port),
                needed(
                        settings,
                        Setting.PAIR_PASSWORD,
                        "the same on both nodes, best as PAIR_PASSWORD in the environment"),
                witness == null ? null : PairSettings.address(Setting.PAIR_WITNESS.key(), witness, 0),
                oneOf(Start.class, Setting.PAIR_START, settings.require(Setting.PAIR_START)));
    }

    private static String host(Settings settings, String broker) {
        String host = settings.get(Setting.PAIR_HOST);
        if (host != null) {
            return host;
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

    private static <E extends Enum<E>> E oneOf(Class<E> type, Setting setting, String value) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.contains(value)) {
            throw new UsageException(setting.key() + " must be " + String.join(" or ", names) + ", but was \"" + value
                    + "\"" + Suggestion.didYouMean(value, names));
        }
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }
}
