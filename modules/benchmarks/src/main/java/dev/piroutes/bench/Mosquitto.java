package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's Mosquitto, on loopback. */
enum Mosquitto {
    /** What {@code /etc/mosquitto/mosquitto.conf} says, and a listener. */
    AS_SHIPPED(List.of()),
    /** No Nagle, no message dropped, and written to disk every second rather than every half hour. */
    BEST(List.of("set_tcp_nodelay true", "max_queued_messages 0", "max_inflight_messages 0", "autosave_interval 1")),
    /** The same, and written to disk after each change rather than every second. */
    MOST_DURABLE(Stream.concat(BEST.more.stream(), Stream.of("autosave_on_changes true"))
            .toList());

    static final Path BINARY = Path.of("/usr/sbin/mosquitto");

    private final List<String> more;

    Mosquitto(List<String> more) {
        this.more = more;
    }

    static Optional<String> missing() {
        return Files.isExecutable(BINARY)
                ? Optional.empty()
                : Optional.of("there is no " + BINARY + "; Debian: apt-get install mosquitto");
    }

    Program program(Place place) throws IOException {
        Path configuration = place.folder().resolve("mosquitto.conf");
        StringBuilder text = new StringBuilder();
        text.append("listener ").append(place.port()).append(" 127.0.0.1\nallow_anonymous true\n");
        text.append("persistence true\npersistence_location ")
                .append(Files.createDirectories(place.folder().resolve("mosquitto")))
                .append("/\nlog_dest stdout\n");
        // Started by root it would become the user "mosquitto", who may not write here.
        text.append("user ").append(System.getProperty("user.name")).append('\n');
        more.forEach(line -> text.append(line).append('\n'));
        Files.writeString(configuration, text);
        return new Program("mosquitto", BINARY.toString(), "-c", configuration.toString());
    }
}
