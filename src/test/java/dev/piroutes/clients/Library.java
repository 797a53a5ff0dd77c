package dev.piroutes.clients;

import dev.piroutes.kit.Missing;
import dev.piroutes.kit.NodeProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A client library, as a program that subscribes, prints what comes as {@code topic payload}, a line for each message, and
 * disconnects when it has as many as it was told to wait for. Its session outlives the connection.
 */
enum Library {
    /** Always subscribes, also when its session is there: {@code mosquitto_sub} cannot do otherwise. */
    MOSQUITTO("mosquitto_sub", 4, 5) {
        @Override
        List<String> command(Subscriber who, int count, boolean subscribes) {
            List<String> command = new ArrayList<>(List.of("mosquitto_sub", "-h", "127.0.0.1", "-p", "" + who.port()));
            command.addAll(List.of("-V", who.version() == 5 ? "mqttv5" : "mqttv311", "-c", "-i", who.clientId()));
            command.addAll(List.of("-q", "" + who.qos(), "-F", "%t %p"));
            command.addAll(count == 0 ? List.of("-E") : List.of("-C", "" + count));
            who.filters().forEach(filter -> command.addAll(List.of("-t", filter)));
            return command;
        }

        @Override
        Optional<String> missing() {
            return onPath("mosquitto_sub")
                    ? Optional.empty()
                    : Optional.of("mosquitto_sub (Debian: apt-get install mosquitto-clients)");
        }
    },
    PAHO_JAVA_V3("Paho Java v3", 4) {
        @Override
        List<String> command(Subscriber who, int count, boolean subscribes) {
            return who.arguments(java(PahoV3Subscriber.class), count, subscribes);
        }
    },
    PAHO_JAVA_V5("Paho Java v5", 5) {
        @Override
        List<String> command(Subscriber who, int count, boolean subscribes) {
            return who.arguments(java(PahoV5Subscriber.class), count, subscribes);
        }
    },
    /** Of Debian, so with Debian's Python. */
    PAHO_PYTHON("Paho Python", 4, 5) {
        @Override
        List<String> command(Subscriber who, int count, boolean subscribes) {
            return who.arguments(
                    List.of(PYTHON, "-B", SOURCES.resolve("subscriber.py").toString()), count, subscribes);
        }

        @Override
        List<String> table() {
            return List.of(PYTHON, "-B", SOURCES.resolve("table.py").toString());
        }

        @Override
        Optional<String> missing() {
            return Missing.unlessRuns(
                    "Paho for Python (Debian: apt-get install python3-paho-mqtt)",
                    Duration.ofMinutes(3),
                    Path.of("."),
                    PYTHON,
                    "-c",
                    "import paho.mqtt.client");
        }
    },
    MQTT_JS_4("mqtt.js 4", 4, 5) {
        @Override
        List<String> command(Subscriber who, int count, boolean subscribes) {
            return who.arguments(node("subscriber.js", "mqtt4"), count, subscribes);
        }

        @Override
        List<String> table() {
            return node("table.js", "mqtt4");
        }

        @Override
        Optional<String> missing() {
            return NODE.missing();
        }
    },
    MQTT_JS("mqtt.js 5", 4, 5) {
        @Override
        List<String> command(Subscriber who, int count, boolean subscribes) {
            return who.arguments(node("subscriber.js", "mqtt"), count, subscribes);
        }

        @Override
        List<String> table() {
            return node("table.js", "mqtt");
        }

        @Override
        Optional<String> missing() {
            return NODE.missing();
        }
    };

    private static final Path SOURCES = Path.of("src/test/clients").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target/clients").toAbsolutePath();
    private static final NodeProject NODE = new NodeProject("mqtt.js", SOURCES, INSTALLED);
    private static final String PYTHON = "/usr/bin/python3";

    private final String title;
    private final List<Integer> versions;

    Library(String title, Integer... versions) {
        this.title = title;
        this.versions = List.of(versions);
    }

    /** Protocol levels: 4 is MQTT 3.1.1. */
    List<Integer> versions() {
        return versions;
    }

    /**
     * The command that starts it.
     *
     * @param count how many messages it waits for; 0: it leaves when it has subscribed
     * @param subscribes whether it subscribes; else its session has the subscriptions
     */
    abstract List<String> command(Subscriber who, int count, boolean subscribes);

    /** The program that tries it case by case, of {@link ClientTableIT}; empty: there is none. */
    List<String> table() {
        return List.of();
    }

    /** What this machine lacks for it, in one line. */
    Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return title;
    }

    private static List<String> node(String program, String module) {
        return List.of("node", INSTALLED.resolve(program).toString(), module);
    }

    private static List<String> java(Class<?> program) {
        // Small and quick to start: there may be many of them on a busy machine.
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
