package dev.piroutes.cli;

import dev.piroutes.source.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Who can reach the broker, and what it asks of them. */
enum Profile {
    /** This machine only, nobody is asked for anything. */
    DEFAULT("127.0.0.1", 1883),
    /** Every network, nobody is asked for anything. */
    LAB("0.0.0.0", 1883),
    /** Every network, over TLS, each client with a user of its own. */
    SECURE("0.0.0.0", 8883);

    private final String host;
    private final int port;

    Profile(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** Where its broker listens unless told otherwise. */
    String host() {
        return host;
    }

    /** The port unless told otherwise. */
    int port() {
        return port;
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws UsageException if the setting names none */
    static Profile of(Settings settings) {
        String name = settings.require(Setting.PROFILE);
        List<String> keys = Arrays.stream(values()).map(Profile::key).toList();
        return Arrays.stream(values())
                .filter(profile -> profile.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("profile must be default, lab or secure, but was \"" + name + "\""
                        + Suggestion.didYouMean(name, keys)));
    }
}
