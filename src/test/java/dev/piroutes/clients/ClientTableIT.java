package dev.piroutes.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people do with a client library, with each library, version of MQTT, and door of the broker. */
@Timeout(240)
@Tag("full")
class ClientTableIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern SECURE_PORT = Pattern.compile("broker   127\\.0\\.0\\.1:(\\d+), TLS only");

    @TempDir
    static Path folder;

    private static Program plain;
    private static Program secure;
    private static int plainPort;
    private static int securePort;

    @BeforeAll
    static void start() throws Exception {
        try (Program making =
                Program.start(folder, "secure", "--appliance=lib", "--client-id=lib-a,lib-b", "--topic=#")) {
            assertThat(making.awaitEnd(LIMIT)).as(making.output()).isZero();
        }
        plain = Program.start(folder, "broker", "--broker.port=0");
        secure = Program.start(
                folder,
                "broker",
                "--broker.profile=secure",
                "--broker.host=127.0.0.1",
                "--broker.port=0",
                "--broker.data=data/secure");
        plainPort = plain.awaitReady();
        secure.awaitReady();
        securePort = Integer.parseInt(secure.awaitOutput(SECURE_PORT.pattern()).group(1));
    }

    @AfterAll
    static void stop() {
        Stream.of(plain, secure).forEach(Program::close);
    }

    static Stream<Arguments> all() {
        return Stream.of(Library.values())
                .filter(library -> !library.table().isEmpty())
                .flatMap(library -> library.versions().stream().flatMap(version -> Stream.of("tcp", "ssl", "wss")
                        .map(door -> Arguments.of(library, version, door))));
    }

    @ParameterizedTest(name = "{0}, MQTT {1}, {2}")
    @MethodSource("all")
    void doesAllOfIt(Library library, int version, String door) throws Exception {
        there(library);
        assertThat(table(library, version, door, password()).lines())
                .containsExactly(
                        "ok QoS 0, 1 and 2 both ways",
                        "ok retained, and cleared",
                        "ok the will of who is cut off",
                        "ok the session is there after a reconnect",
                        "ok a payload of 200,000 bytes",
                        "ok wildcards",
                        "ok $SYS/# is refused, and nothing else");
        (door.equals("tcp") ? plain : secure)
                .awaitOutput("the filter \"\\$SYS/#\" is the broker's own; not subscribed");
    }

    static Stream<Arguments> libraries() {
        return all().filter(arguments -> arguments.get()[2].equals("ssl"));
    }

    @ParameterizedTest(name = "{0}, MQTT {1}")
    @MethodSource("libraries")
    void isToldThatItsPasswordIsWrong(Library library, int version, String door) throws Exception {
        there(library);
        // mqtt.js says it in words, Paho by its code.
        assertThat(table(library, version, door, "wrong"))
                .startsWith("FAIL QoS 0, 1 and 2 both ways: ")
                .containsPattern("(?i)bad user ?name or password|not authorized|not connected: (4|5|134|135)");
        secure.awaitOutput("denied 127\\.0\\.0\\.1: user \"lib\" gave a wrong password");
    }

    private static String table(Library library, int version, String door, String password) throws Exception {
        boolean tls = !door.equals("tcp");
        List<String> command = new ArrayList<>(library.table());
        command.add("" + version);
        command.add(
                switch (door) {
                    case "tcp" -> "mqtt://127.0.0.1:" + plainPort;
                    case "ssl" -> "mqtts://127.0.0.1:" + securePort;
                    default -> "wss://127.0.0.1:" + securePort + "/mqtt";
                });
        command.addAll(
                tls ? List.of(folder.resolve("secure/ca.pem").toString(), "lib", password) : List.of("-", "-", "-"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }

    private static String password() throws Exception {
        return Files.readString(folder.resolve("secure/lib.properties"))
                .lines()
                .filter(line -> line.startsWith("mqtt.password="))
                .map(line -> line.substring("mqtt.password=".length()))
                .findFirst()
                .orElseThrow();
    }

    private static void there(Library library) {
        library.missing().ifPresent(what -> Missing.skip("the table of " + library, what));
    }
}
