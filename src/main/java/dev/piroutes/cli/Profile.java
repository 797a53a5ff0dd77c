package dev.piroutes.cli;

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

    /** @throws UsageException if the setting names none */
    static Profile of(Settings settings) {
        return settings.oneOf(Profile.class, Setting.PROFILE, "default, lab or secure");
    }
}
