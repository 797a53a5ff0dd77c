package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Leaks;
import dev.piroutes.kit.Nasty;
import dev.piroutes.kit.Observed;
import dev.piroutes.kit.Program;
import dev.piroutes.lab.SecretGiven.Way;
import dev.piroutes.secure.SecureFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every password of {@link Nasty} is given to real programs, in each way of giving one. The right ones connect; none, right or
 * wrong, is in anything that the programs print, serve, log or leave behind.
 */
@Tag("full")
@Timeout(600)
class SecretsIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final List<String> ALL = SecretUsers.ALL;
    private static final int DEVICES = 11;

    @TempDir
    static Path folder;

    private static final Leaks LEAKS = new Leaks(ALL);
    private static Path secure;
    private static int port;
    private static Observed health;
    private static Program broker;

    @BeforeAll
    static void broker() throws Exception {
        secure = SecretUsers.folder(folder.resolve("secure"));
        port = FreePort.find();
        health = Observed.onAFreePort();
        broker = Program.start(
                folder,
                "broker",
                "--verbose",
                "--broker.profile=secure",
                "--broker.host=127.0.0.1",
                "--broker.port=" + port,
                health.option());
        broker.awaitOutput("\\bready ", LIMIT);
    }

    @AfterAll
    static void nothingIsShown() throws Exception {
        try {
            look("health of the broker", health.get("health").body());
            look("metrics of the broker", health.get("metrics").body());
            look("status of the broker", health.get("status").body());
            // Keys that cannot be read, at the next connection.
            Files.writeString(secure.resolve(SecureFolder.SERVER_KEYS), "broken");
            command("doctor", "--mqtt.url=ssl://127.0.0.1:" + port, "--mqtt.ca=secure/ca.pem");
            broker.awaitOutput("has changed and cannot be used", LIMIT);
            broker.terminate();
            broker.awaitEnd(LIMIT);
            look("the broker's log", broker.output());
        } finally {
            broker.close();
        }
        for (Path file : files(folder)) {
            String name = folder.relativize(file).toString();
            look("names of files", name);
            boolean holdsSecrets =
                    name.matches(".*application\\.properties|.*credentials/.*|.*secure\\.properties|.*password|"
                            + ".*\\.camel\\.yaml|keys-.*/kim\\.properties");
            if (!holdsSecrets) {
                LEAKS.in(name.replaceAll("out.*\\.log", "out.log"), Files.readAllBytes(file));
            }
        }
        System.out.println(Way.values().length + " ways of giving " + LEAKS.count());
        assertThat(LEAKS.found()).isEmpty();
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void look(String where, String text) {
        LEAKS.in(where, text);
    }

    private static SecretGiven given(
            Way way, String name, Path home, String own, String page, String web, String... more) {
        Map<String, String> secrets = new HashMap<>(Map.of("page.password", page, "web.password", web));
        List<String> options = new ArrayList<>(List.of(
                "--routes.dir=routes",
                "--gpio.board=virtual",
                "--mqtt.url=ssl://127.0.0.1:" + port,
                "--me=" + SecretUsers.of(own) + "-own-" + name));
        if (way == Way.CREDENTIALS) {
            options.add("--mqtt.credentials=credentials");
        } else {
            secrets.put("mqtt.password", own);
            options.addAll(
                    List.of("--mqtt.username=" + SecretUsers.of(own), "--mqtt.ca=" + secure.resolve(SecureFolder.CA)));
        }
        options.addAll(List.of(more));
        return new SecretGiven(way, home, secrets, options);
    }

    private static Path home(String name, List<String> devices, String more) throws IOException {
        return SecretGiven.home(folder, secure, port, name, devices, more);
    }

    @Test
    void whatIsRightConnectsAndIsShownNowhere() throws Exception {
        int round = 0;
        for (Way way : Way.values()) {
            String name = way.name().toLowerCase();
            List<String> devices = SecretUsers.next(round * DEVICES, DEVICES, false);
            List<String> three = SecretUsers.next(round * 3 + 7, 3, true);
            Path home = home(name, devices, "");
            String own = three.get(0);
            SecretGiven.credentials(home, secure, SecretUsers.of(own) + "-own-" + name, own, "");
            int page = FreePort.find();
            Observed management = Observed.onAFreePort();
            SecretGiven given = given(
                    way,
                    name,
                    home,
                    own,
                    three.get(1),
                    three.get(2),
                    "--page.port=" + page,
                    management.option(),
                    "--verbose");
            try (Program program = given.start("run")) {
                program.awaitOutput("\\bready ", LIMIT);
                for (String secret : devices) {
                    program.awaitOutput(SecretUsers.of(secret) + "-" + name + ": connected", LIMIT);
                }
                program.awaitOutput(SecretUsers.of(own) + "-own-" + name + ": connected", LIMIT);
                program.awaitOutput("page +http", LIMIT);
                SecretPage served = new SecretPage(page);
                look("the page without its password", served.get("/", "wrong", 401));
                for (String path : List.of("/", "/class.html", "/panel.html", "/bench.css", "/devices.js", "/none")) {
                    look("the page", served.get(path, three.get(1), path.equals("/none") ? 404 : 200));
                }
                look("the page's WebSocket", served.socket(three.get(1)));
                for (String path :
                        List.of("health", "health/live", "health/ready", "metrics", "status", "info", "../q/dev")) {
                    look("management", management.get(path).body());
                }
                command("status", "--management.port=" + management.port());
                Path web = home.resolve("routes/web.camel.yaml");
                String right = Files.readString(web);
                Files.writeString(web, right.replace("basicAuthPassword:", "connectTimeout: soon, basicAuthPassword:"));
                program.awaitOutput("what ran before runs on", LIMIT);
                if (way != Way.OPTION) {
                    look("its command line", commandLines(ProcessHandle.of(program.pid()).stream()));
                }
                look("its children", commandLines(children(program)));
                program.terminate();
                program.awaitEnd(LIMIT);
                Files.writeString(web, right);
            }
            for (String command : way == Way.FILE ? List.of("doctor", "check", "graph") : List.of("doctor")) {
                try (Program program = given.start(command)) {
                    program.awaitEnd(LIMIT);
                    if (command.equals("doctor") && way != Way.CREDENTIALS) {
                        assertThat(program.output()).contains("takes a client as user " + SecretUsers.of(own));
                    }
                }
            }
            round++;
        }
    }

    @Test
    void whatIsWrongIsShownNowhere() throws Exception {
        int round = 0;
        for (Way way : Way.values()) {
            List<String> four = SecretUsers.next(round * 4, 4, true);
            String name = "wrong-" + round++;
            Path home = home(name, List.of(), "");
            SecretGiven.credentials(home, secure, SecretUsers.of(four.get(0)) + "-own-" + name, four.get(0), "x");
            SecretGiven right = given(way, name, home, four.get(0), four.get(1), four.get(2), "--verbose");
            if (way != Way.CREDENTIALS) {
                right.secrets().put("mqtt.password", four.get(3));
            }
            try (Program program = right.start("run")) {
                // The start ends with it, unless the broker takes longer than that waits.
                program.awaitOutput(" refuses user \"" + SecretUsers.of(four.get(0)) + "\"", LIMIT);
                program.terminate();
                program.awaitEnd(LIMIT);
            }
        }
    }

    @Test
    void norIsItWhereNothingWorks() throws Exception {
        String secret = SecretUsers.next(3, 1, true).get(0);
        Path away = home("away", List.of(), "");
        SecretGiven unreachable = given(Way.ENVIRONMENT, "away", away, secret, secret, secret, "--verbose");
        unreachable.options().replaceAll(option -> option.replace(":" + port, ":1"));
        try (Program program = unreachable.start("run")) {
            program.awaitOutput("no broker at ssl://127.0.0.1:1", LIMIT);
            program.terminate();
            program.awaitEnd(LIMIT);
        }
        List<String> devices = SecretUsers.next(0, 1, true);
        for (String fault : List.of(", password: " + Leaks.mark(secret), "")) {
            Path home = home("fault-" + fault.length(), devices, fault);
            SecretGiven.credentials(
                    home, secure, SecretUsers.of(devices.get(0)) + "-" + home.getFileName(), devices.get(0), "\\u00zz");
            SecretGiven given = given(Way.FILE, "fault", home, secret, secret, secret, "--verbose");
            ends(given, fault.isEmpty() ? "cannot be read" : "has no option password");
        }
        Path urls = home("urls", List.of(), "");
        SecretGiven given = given(Way.FILE, "urls", urls, secret, secret, secret, "--verbose");
        given.options().removeIf(option -> option.startsWith("--mqtt.url"));
        given.secrets().put("mqtt.url", "tcp://me:" + secret + "@127.0.0.1:1");
        ends(given, "mqtt.url must be like");
        given.secrets().put("mqtt.url", "tcp://127.0.0.1:1");
        Files.writeString(
                urls.resolve("routes/own.camel.yaml"),
                Files.readString(urls.resolve("routes/own.camel.yaml"))
                        .replace("statusTopic:", "url: 'tcp://me:" + Leaks.mark(secret) + "@h', statusTopic:"));
        ends(given, "mqtt.url must be like");
    }

    private static void ends(SecretGiven given, String why) throws Exception {
        try (Program program = given.start("run")) {
            assertThat(program.awaitEnd(LIMIT)).isNotZero();
            assertThat(program.output()).contains("pi-routes: ", why);
        }
    }

    @Test
    void norIsThatOfKeysOrOfAPair() throws Exception {
        Path locked = Files.createDirectories(folder.resolve("locked"));
        for (Path file : files(secure)) {
            Files.copy(file, Files.createDirectories(locked.resolve("secure")).resolve(file.getFileName()));
        }
        Files.writeString(locked.resolve("secure/secure.properties"), "keystore.password=" + ALL.get(9) + "\n");
        List<String> options =
                List.of("--broker.port=0", "--broker.profile=secure", "--broker.host=127.0.0.1", "--verbose");
        try (Program program = new SecretGiven(Way.FILE, locked, Map.of(), options).start("broker")) {
            assertThat(program.awaitEnd(LIMIT)).isOne();
            assertThat(program.output()).contains("pi-routes: ");
        }

        int pair = FreePort.find();
        try (Program primary = node("primary", Way.ENVIRONMENT, pair, ALL.get(22));
                Program backup = node("backup", Way.FILE, pair, ALL.get(8))) {
            primary.awaitOutput("another pair\\.password", LIMIT);
            backup.awaitOutput("another pair\\.password", LIMIT);
            primary.terminate();
            primary.awaitEnd(LIMIT);
        }
    }

    private static Program node(String role, Way way, int pair, String secret) throws IOException {
        boolean first = role.equals("primary");
        return new SecretGiven(
                        way,
                        Files.createDirectories(folder.resolve(role)),
                        Map.of("pair.password", secret),
                        List.of(
                                "--pair=" + role,
                                "--pair.peer=127.0.0." + (first ? 2 : 1) + ":" + pair,
                                "--pair.port=" + pair,
                                "--broker.host=127.0.0." + (first ? 1 : 2),
                                "--broker.port=" + FreePort.find(),
                                "--verbose"))
                .start("broker");
    }

    @Test
    void norOneFromAFileOfPasswords() throws Exception {
        String secret = ALL.get(6);
        Files.writeString(folder.resolve("password"), secret + "\n");
        Path keys = folder.resolve("keys-of-kim");
        Path routes = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(
                routes.resolve("a.camel.yaml"),
                "- route: {id: a, from: {uri: 'timer:a', steps: [{log: {message: a}}]}}\n");
        try (Program program = Program.start(
                folder,
                "secure",
                "--user=kim",
                "--password-file=password",
                "--routes.dir=" + routes,
                "--secure.dir=" + keys)) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
                look("its children", commandLines(children(program)));
                return ProcessHandle.of(program.pid()).isEmpty();
            });
            assertThat(program.awaitEnd(LIMIT)).isZero();
        }
        assertThat(Files.readString(keys.resolve("kim.properties")))
                .contains("mqtt.password=" + Nasty.inProperties(secret) + "\n");
        assertThat(files(keys)).isNotEmpty().allSatisfy(file -> assertThat(
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as(file.toString())
                .isEqualTo("rw-------"));
    }

    private static void command(String... arguments) throws Exception {
        try (Program program = Program.start(folder, arguments)) {
            program.awaitEnd(LIMIT);
            look(arguments[0], program.output());
        }
    }

    private static Stream<ProcessHandle> children(Program program) {
        return ProcessHandle.of(program.pid()).stream().flatMap(ProcessHandle::descendants);
    }

    private static String commandLines(Stream<ProcessHandle> processes) {
        return processes
                .map(process -> process.info().arguments().map(Arrays::toString).orElse(""))
                .collect(Collectors.joining("\n"));
    }
}
