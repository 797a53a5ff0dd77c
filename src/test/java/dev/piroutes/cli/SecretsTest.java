package dev.piroutes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.piroutes.check.Checker;
import dev.piroutes.check.Explain;
import dev.piroutes.kit.Leaks;
import dev.piroutes.kit.Nasty;
import dev.piroutes.page.PageSettings;
import dev.piroutes.source.RouteSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is given as a password is taken letter by letter, and is in nothing that commands and errors print. */
@Timeout(120)
class SecretsTest {

    private static final List<Setting> SECRETS =
            Arrays.stream(Setting.values()).filter(Setting::isSecret).toList();

    @TempDir
    Path folder;

    private final Leaks leaks = new Leaks(Nasty.marked());
    private int number;

    @Test
    void aPasswordIsTakenAsItIsInEachWayOfGivingIt() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.properties"));
        for (String secret : Nasty.all()) {
            Map<String, String> given = new HashMap<>();
            Map<String, String> environment = new HashMap<>();
            StringBuilder lines = new StringBuilder();
            for (Setting setting : SECRETS) {
                given.put(setting.key(), secret);
                environment.put(Setting.environmentName(setting.key()), secret);
                lines.append(setting.key())
                        .append('=')
                        .append(Nasty.inProperties(secret))
                        .append('\n');
            }
            Path file = Files.writeString(folder.resolve("application.properties"), lines);
            for (Settings settings : List.of(
                    new Settings(given, Map.of(), empty, List.of()),
                    new Settings(Map.of(), environment, empty, List.of()),
                    new Settings(Map.of(), Map.of(), file, List.of()))) {
                for (Setting setting : SECRETS) {
                    assertThat(settings.get(setting)).as(setting.key()).isEqualTo(secret);
                    assertThat(settings.forRoutes(RouteFiles.in(null))).containsEntry(setting.key(), secret);
                }
                PageSettings page = Page.settings(settings);
                assertThat(page.password()).isEqualTo(secret);
            }
        }
    }

    /** S is a password, given in the wrong way or beside another fault; no command gets as far as to start anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --broker.port=x --mqtt.password=S --page.password=S --pair.password=S",
                "run --config=FILE --broker.port=x",
                "run --verbose --mqtt.url=tcp://me:S@h --mqtt.username=S",
                "run --mqtt.url=tcp://a,tcp://S@h",
                "run --page.address=https://me:S@h/",
                "run --page.address=me:S@h",
                "run --mqtt.pasword=S",
                "run --mqtt.pasword S",
                "run --mqtt.password --page.password=S",
                "run --mqtt.password=S\uFFFD",
                "run --mqtt.password S\uFFFD",
                "broker --broker.profile=secure --secure.dir=none --pair.password=S --mqtt.password=S",
                "broker --pair=primary --pair.password=S",
                "check --mqtt.pasword S",
                "check --mqtt.password=S none.camel.yaml",
                "init --mqtt.password=S",
                "init --mqtt.password S",
                "prepare --page.password=S --mqtt.password=S",
                "verify --broker=tcp://me:S@h device-a",
                "verify --bench=http://me:S@h --port=0 device-a",
                "secure --user=a,b --password-file=FILE --secure.dir=none",
                "secure --user=a --password-file=FILE --secure.dir=none",
                "status --management.port=1 --page.password=S",
                "help --mqtt.password=S",
                "run --help --mqtt.password=S"
            })
    void noCommandLineThatIsWrongIsRepeated(String line) throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        for (String secret : some(line.hashCode(), 8)) {
            if (line.contains(" S") && secret.startsWith("-")) {
                continue; // it is an option itself
            }
            // As a file of passwords one is too short, and the rest of the file is not looked at.
            Path file = Files.writeString(
                    folder.resolve("file"), "short=\n" + "mqtt.password=" + Nasty.inProperties(secret) + "\n");
            String[] arguments = Arrays.stream(line.split(" "))
                    .map(word -> word.replace("S", secret).replace("FILE", file.toString()))
                    .toArray(String[]::new);
            leaks.in(line, printed(() -> PiRoutes.execute(arguments)));
        }
        assertThat(routes).isEmptyDirectory();
        assertThat(leaks.found()).as(leaks.count()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check --verbose",
                "graph",
                "doctor --verbose --gpio.board=virtual --mqtt.url=tcp://127.0.0.1:1 --mqtt.username=me",
                "doctor --gpio.board=virtual --mqtt.url=tcp://me:S@127.0.0.1:1",
                "components",
                "outbox",
                "help run"
            })
    void noCommandPrintsWhatItIsTold(String line) throws Exception {
        for (String secret : some(line.hashCode(), 40)) {
            StringBuilder file = new StringBuilder("bridge.password=" + Nasty.inProperties(secret) + "\n");
            SECRETS.forEach(setting -> file.append(setting.key())
                    .append('=')
                    .append(Nasty.inProperties(secret))
                    .append('\n'));
            Path config = Files.writeString(folder.resolve("given.properties"), file);
            List<String> arguments = Stream.concat(
                            Arrays.stream(line.split(" ")).map(word -> word.replace("S", secret)),
                            line.startsWith("help") ? Stream.of() : Stream.of("--config=" + config))
                    .toList();
            leaks.in(line, printed(() -> PiRoutes.execute(arguments.toArray(String[]::new))));
        }
        assertThat(leaks.found()).as(leaks.count()).isEmpty();
    }

    /** Every so many of all, not always the same ones. */
    private static List<String> some(int first, int every) {
        List<String> all = Nasty.marked();
        return all.stream()
                .filter(secret -> (all.indexOf(secret) + (first & 0xff)) % every == 0)
                .toList();
    }

    private static String printed(Callable<Integer> command) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        Logger own = (Logger) LoggerFactory.getLogger("dev.piroutes");
        Level level = own.getLevel();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(written, true, UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            command.call();
        } finally {
            System.setOut(out);
            System.setErr(err);
            own.setLevel(level);
        }
        return written.toString(UTF_8);
    }

    /** A route that has a password from a setting, and a fault; S is a password in the file itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vertx-http:http://127.0.0.1:1/ {basicAuthUsername: me, basicAuthPassword: '{{bridge.password}}'}",
                "vertx-http:http://127.0.0.1:1/ {basicAuthUsername: me, basicAuthPasswort: '{{bridge.password}}'}",
                "vertx-http:http://127.0.0.1:1/ {basicAuthPassword: '{{bridge.password}}', connectTimeout: soon}",
                "vertx-http:http://me:S@127.0.0.1:1/ {connectTimeout: soon}",
                "vertx-http:http://127.0.0.1:1/ {basicAuthPasswort: S}",
                "paho:t {client: '#lamp', password: S}",
                "paho:t {client: '#lamp', password: '{{bridge.password}}', qos: 7}",
                "paho:t {client: '#lamp', pasword: '{{mqtt.password}}'}",
                "paho:t {client: '#lamp'} {url: 'tcp://me:S@h:1'}",
                "paho:t {client: '#lamp'} {password: S}",
                "paho:t {client: '#lamp'} {credentials: 'none', keepAlive: '{{page.password}}'}",
                "paho:t {client: '#lamp'} {url: 'tcp://h:1', credentials: 'none'}",
                "camel.component.vertx-http.basicAuthPassword",
                "camel.component.vertx-http.basicAuthPasswort",
                "camel.component.vertx-http.password",
            })
    void noFaultOfARouteShowsThePasswordThatItUses(String fault) throws Exception {
        Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel");
        Level level = camel.getLevel();
        camel.setLevel(Level.INFO);
        try {
            for (String secret : some(fault.hashCode(), 23)) {
                Map<String, String> given = new HashMap<>(Map.of("bridge.password", secret));
                SECRETS.forEach(setting -> given.put(setting.key(), secret));
                boolean setting = fault.startsWith("camel.");
                if (setting) {
                    given.put(fault, secret);
                }
                String literal = secret.replaceAll("[^A-Za-z0-9]", "");
                String route = route(setting ? "vertx-http:http://127.0.0.1:1/ {}" : fault.replace("S", literal));
                Settings settings = new Settings(given, Map.of(), null, List.of("bridge.password"));
                leaks.in("check of " + fault, printed(() -> {
                    new Checker(settings.forRoutes(RouteFiles.in(null)))
                            .check(List.of(new RouteSource("x.camel.yaml", route)))
                            .forEach(System.out::println);
                    return 0;
                }));
                leaks.in("start of " + fault, printed(() -> start(route, settings)));
            }
        } finally {
            camel.setLevel(level);
        }
        assertThat(leaks.found()).as(leaks.count()).isEmpty();
    }

    private static String route(String fault) {
        String[] parts = fault.split(" (?=\\{)", 3);
        return """
                - route:
                    id: x
                    description: Sends
                    from:
                      uri: direct:x
                      steps:
                        - to:
                            uri: %s
                            parameters: %s
                - beans:
                    - name: lamp
                      type: dev.piroutes.mqtt.MqttDevice
                      properties: {clientId: Lamp%s
                """
                .formatted(parts[0], parts[1], parts.length < 3 ? "}" : ", " + parts[2].substring(1));
    }

    private int start(String route, Settings settings) throws Exception {
        Path file = Files.writeString(folder.resolve("x.camel.yaml"), route);
        Main main = new Main();
        try {
            RouteFiles.load(
                    main,
                    List.of("file:" + file),
                    settings.forRoutes(RouteFiles.of(List.of(file)), Map.of("mqtt.connect", "false")));
            main.start();
        } catch (Exception e) {
            System.out.println(Explain.inOneLine(e));
        } finally {
            main.stop();
        }
        return 0;
    }

    @Test
    void noRecordShowsASecretThatItHolds() throws Exception {
        String secret = Nasty.marked().get(0);
        List<String> shown = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.piroutes")) {
            if (type.isRecord() && type.getFields().stream().anyMatch(field -> isSecret(field.getName()))) {
                shown.add(type.getSimpleName());
                leaks.in(type.getName(), sample(type.reflect(), secret).toString());
            }
        }
        assertThat(shown).contains("Account", "BrokerSettings", "Credentials", "Login", "PageSettings", "PairSettings");
        assertThat(leaks.found()).as(leaks.count()).isEmpty();
    }

    private static boolean isSecret(String component) {
        return component.matches("(?i).*(password|secret|hash|token|credentials).*|values");
    }

    /** With the secret in each component that is for one. */
    private Object sample(Class<?> type, String secret) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String name = components[i].getName();
            String text = isSecret(name) ? secret : name.equals("host") ? "127.0.0.1" : "name";
            values[i] = value(components[i].getType(), text, secret);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private Object value(Class<?> type, String text, String secret) throws ReflectiveOperationException {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord()) {
            return sample(type, secret);
        }
        if (type.isAssignableFrom(List.class)) {
            return List.of(text);
        }
        if (type.isAssignableFrom(TreeSet.class)) {
            return new TreeSet<>();
        }
        if (type == boolean.class) {
            return false;
        }
        if (type.isPrimitive()) {
            return ++number;
        }
        Map<Class<?>, Object> known = Map.of(
                String.class, text,
                char[].class, text.toCharArray(),
                byte[].class, text.getBytes(UTF_8),
                Map.class, Map.of("name", text),
                Path.class, Path.of("file"),
                Duration.class, Duration.ofSeconds(30));
        return known.get(type);
    }

    @Test
    void noProcessOfOursIsToldASettingThatThisJavaWasTold() {
        assertThat(Training.inherited(List.of("-Xmx48m", "-Dmqtt.password=secret", "-Dio.netty.x=1")))
                .containsExactly("-Xmx48m", "-Dio.netty.x=1");
    }
}
