package dev.piroutes.bench;

import java.util.Set;

/** What can be measured; the names are those of the command line. */
enum Part {
    start("From launch to both devices online, and memory", Set.of("pi-routes-devices", "floor", "floor-mosquitto")),
    latency(
            "A command and a press, until the LED's acknowledgement",
            Set.of("pi-routes-first", "pi-routes-jar", "pi-routes-no-page")),
    rest(
            "CPU time at rest",
            Set.of("pi-routes-first", "pi-routes-jar", "pi-routes-devices", "floor", "floor-mosquitto")),
    recovery(
            "After a kill -9 of the broker",
            Set.of(
                    "pi-routes-first",
                    "pi-routes-jar",
                    "pi-routes-no-page",
                    "pi-routes-devices",
                    "camel-paho",
                    "floor",
                    "floor-mosquitto")),
    devices("Many devices in one process", Set.of()),
    brokers("Brokers beside each other", Set.of()),
    code("The pure parts alone (JMH)", Set.of());

    private final String title;
    private final Set<String> without;

    Part(String title, Set<String> without) {
        this.title = title;
        this.without = without;
    }

    String title() {
        return title;
    }

    /** Whether it measures the systems that do the lab; the others have their own. */
    boolean measuresSystems() {
        return this == start || this == latency || this == rest || this == recovery;
    }

    /** Whether it measures this system if nobody asked for it by name. */
    boolean takes(Contender contender) {
        return !without.contains(contender.name().replaceFirst("@.*", ""));
    }
}
