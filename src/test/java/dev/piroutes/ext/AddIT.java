package dev.piroutes.ext;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Keytool;
import dev.piroutes.kit.Leaks;
import dev.piroutes.kit.Nasty;
import dev.piroutes.kit.Program;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pi-routes add}: from a Maven repository on this disk, which ~/.m2/settings.xml has as the mirror of Maven Central. */
class AddIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String CAMEL = CamelContext.class.getPackage().getImplementationVersion();
    private static final String SAY = "camel-say-" + CAMEL;

    private static final String TLS_MIRROR =
            "<mirrors><mirror><id>m</id><mirrorOf>central</mirrorOf><url>https://maven.invalid/</url></mirror></mirrors>";

    @TempDir
    Path folder;

    private Path home;
    private Path repository;

    @BeforeEach
    void aRepositoryAndAHome() throws IOException {
        home = folder.resolve("home");
        repository = folder.resolve("repository");
        mirror(repository.toUri().toString());
        publish("org.example", "words", "1.2", "");
        publish("org.slf4j", "slf4j-api", "2.0.1", "");
        publish(
                "org.apache.camel",
                "camel-say",
                CAMEL,
                dependency("org.example", "words", "1.2") + dependency("org.slf4j", "slf4j-api", "2.0.1"));
    }

    private void mirror(String url) throws IOException {
        settings("<mirrors><mirror><id>m</id><mirrorOf>central</mirrorOf><url>" + url + "</url></mirror></mirrors>");
    }

    private void settings(String xml) throws IOException {
        Files.createDirectories(home.resolve(".m2"));
        Files.writeString(home.resolve(".m2/settings.xml"), "<settings>" + xml + "</settings>");
    }

    private void publish(String group, String artifact, String version, String dependencies) throws IOException {
        Path place =
                repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version);
        SayJar.write(place.resolve(artifact + "-" + version + ".jar"));
        Files.writeString(
                place.resolve(artifact + "-" + version + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId><version>" + version + "</version><dependencies>" + dependencies
                        + "</dependencies></project>");
    }

    private static String dependency(String group, String artifact, String version) {
        return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId><version>"
                + version + "</version></dependency>";
    }

    private Program pi(String... arguments) throws IOException {
        return Program.start(folder, Map.of(), List.of("-Duser.home=" + home), arguments);
    }

    @Test
    void takesWhatTheBoxHasNotAndSaysSo() throws Exception {
        try (Program add = pi("add", "camel-say")) {
            assertThat(add.awaitEnd(LIMIT)).as(add.output()).isZero();
            assertThat(add.output())
                    .containsPattern(
                            "2 jars, 0\\.0 MB, into ext/" + SAY + ":\n  camel-say " + CAMEL + "\n  words 1.2\ndone");
        }
        assertThat(folder.resolve("ext")).isDirectoryContaining("glob:**/" + SAY);
        assertThat(folder.resolve("ext").resolve(SAY))
                .isDirectoryContaining("glob:**/" + SAY + ".jar")
                .isDirectoryContaining("glob:**/words-1.2.jar")
                .isDirectoryNotContaining("glob:**/slf4j*");
        try (Program again = pi("add", "org.apache.camel:camel-say:" + CAMEL)) {
            assertThat(again.awaitEnd(LIMIT)).as(again.output()).isZero();
            assertThat(again.output()).contains("is there already");
        }
    }

    @Tag("full")
    @Test
    void aRouteUsesItAndIsEditedLive() throws Exception {
        try (Program add = pi("add", "camel-say")) {
            assertThat(add.awaitEnd(LIMIT)).as(add.output()).isZero();
        }
        SayJar.route(folder, "hello");
        try (Program check = pi("check", "routes")) {
            assertThat(check.awaitEnd(LIMIT)).as(check.output()).isZero();
            assertThat(check.output()).contains("1 file checked: nothing to mend");
        }
        try (Program program = pi("run", "--routes.dir=routes", "--broker.port=0")) {
            program.awaitReady();
            program.awaitOutput("hello says tick");
            SayJar.route(folder, "goodbye");
            program.awaitOutput("goodbye says tick");
        }
    }

    @Test
    void sayWhatIsMissingAndChangesNothing() throws Exception {
        try (Program add = pi("add", "camel-sey")) {
            assertThat(add.awaitEnd(LIMIT)).isEqualTo(2);
            assertThat(add.output()).contains("Could not find artifact org.apache.camel:camel-sey", "spelt right?");
        }
        assertThat(folder.resolve("ext")).doesNotExist();
    }

    @Tag("full")
    @Test
    void withoutANetworkItSaysWhatToDo() throws Exception {
        mirror("http://127.0.0.1:1/");
        try (Program add = pi("add", "camel-say")) {
            assertThat(add.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(add.output())
                    .contains(
                            "Could not transfer artifact",
                            "~/.m2/settings.xml",
                            "Without internet: run the same on a machine");
        }
        try (Program add = pi("add", "camel-say", "--repository=" + repository.toUri())) {
            assertThat(add.awaitEnd(LIMIT)).as(add.output()).isZero();
        }
        assertThat(folder.resolve("ext").resolve(SAY)).exists();
    }

    @Tag("full")
    @Test
    void twoAtTheSameTimeBothEndRight() throws Exception {
        Path lock = Files.createDirectories(folder.resolve("ext")).resolve(".lock");
        try (FileChannel other = FileChannel.open(lock, CREATE, WRITE);
                FileLock held = other.lock();
                Program first = pi("add", "camel-say");
                Program second = pi("add", "camel-say")) {
            first.awaitOutput("another pi-routes add is at work in ext; waiting for it", LIMIT);
            second.awaitOutput("another pi-routes add is at work in ext; waiting for it", LIMIT);
            held.release();

            assertThat(first.awaitEnd(LIMIT)).as(first.output()).isZero();
            assertThat(second.awaitEnd(LIMIT)).as(second.output()).isZero();
            assertThat(first.output() + second.output())
                    .containsOnlyOnce("done")
                    .containsOnlyOnce("is there already");
        }
        assertThat(ExtJars.in(folder.resolve("ext")).jars()).hasSize(2);
        assertThat(folder.resolve("ext").toFile().list()).containsExactlyInAnyOrder(".lock", SAY);
    }

    /** Which one, in the place of PORT its port: from the settings of Maven, of the JVM, of the environment. */
    @Tag("full")
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            <proxies><proxy><host>127.0.0.1</host><port>PORT</port><username>ann</username><password>a:b</password></proxy></proxies>, , http://127.0.0.1:1
            '', -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=PORT, http://127.0.0.1:1
            '', , http://ann:a%3Ab@127.0.0.1:PORT
            """)
    void goesThroughAProxy(String settings, String jvm, String environment) throws Exception {
        try (RepositoryProxy proxy = new RepositoryProxy(repository, jvm == null ? "ann:a:b" : null)) {
            settings(
                    "<mirrors><mirror><id>m</id><mirrorOf>central</mirrorOf><url>http://maven.invalid/</url></mirror></mirrors>"
                            + settings.replace("PORT", proxy.port()));
            List<String> options = Stream.concat(
                            Stream.of("-Duser.home=" + home),
                            Stream.ofNullable(jvm).flatMap(text -> Stream.of(text.split(" "))))
                    .map(option -> option.replace("PORT", proxy.port()))
                    .toList();
            Map<String, String> variables = Map.of("http_proxy", environment.replace("PORT", proxy.port()));
            try (Program add = Program.start(folder, variables, options, "add", "camel-say")) {
                assertThat(add.awaitEnd(LIMIT)).as(add.output()).isZero();
            }
            assertThat(proxy.hosts()).containsOnly("maven.invalid");
        }
        assertThat(folder.resolve("ext").resolve(SAY)).exists();
    }

    /** Nothing that was started shows the password to other users, nor does anything that stays. */
    @Tag("full")
    @Test
    void thePasswordOfARepositoryIsShownNowhere() throws Exception {
        String password = Nasty.marked().stream()
                .filter(secret -> secret.endsWith("@h/b"))
                .findFirst()
                .orElseThrow();
        Leaks leaks = new Leaks(List.of(password));
        String user = "ann:" + URLEncoder.encode(password, UTF_8).replace("+", "%20");
        mirror("http://127.0.0.1:1/");
        try (RepositoryProxy server = RepositoryProxy.withLogin(repository, "ann:" + password);
                Program add =
                        pi("add", "camel-say", "--repository=http://" + user + "@127.0.0.1:" + server.port() + "/")) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> {
                ProcessHandle.of(add.pid()).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(child ->
                                child.info().arguments().map(Arrays::toString).orElse(""))
                        .forEach(arguments -> leaks.in("its child's command line", arguments));
                return ProcessHandle.of(add.pid()).isEmpty();
            });
            assertThat(add.awaitEnd(LIMIT)).as(add.output()).isZero();
            assertThat(leaks.count()).contains("in 1 outputs");
        }
        try (RepositoryProxy server = RepositoryProxy.withLogin(repository, "ann:another");
                Program add = pi(
                        "add",
                        "org.example:nowhere:1.2",
                        "--repository=http://" + user + "@127.0.0.1:" + server.port() + "/")) {
            assertThat(add.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(add.output()).contains("Could not transfer artifact org.example:nowhere");
        }
        try (Program add = pi("add", "camel-say", "--repository=http://ann:" + password + "@127.0.0.1/")) {
            assertThat(add.awaitEnd(LIMIT)).isEqualTo(2);
            assertThat(add.output()).contains("--repository: a repository must be like");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                leaks.in(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        assertThat(leaks.found()).isEmpty();
    }

    /** With and without a password, to a repository whose certificate is of an authority of one's own. */
    @Tag("full")
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            <proxies><proxy><host>127.0.0.1</host><port>PORT</port><username>ann</username><password>a:b</password></proxy></proxies>, , http://127.0.0.1:1, ann:a:b
            <proxies><proxy><host>127.0.0.1</host><port>PORT</port></proxy></proxies>, , http://127.0.0.1:1,
            '', -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=PORT, http://127.0.0.1:1,
            '', , http://ann:a%3Ab@127.0.0.1:PORT, ann:a:b
            '', , http://127.0.0.1:PORT,
            """)
    void goesThroughATunnel(String settings, String jvm, String environment, String user) throws Exception {
        Keytool keys = keys();
        try (RepositoryProxy server = RepositoryProxy.overTls(repository, tls(keys));
                TunnelProxy proxy = new TunnelProxy(Integer.parseInt(server.port()), user)) {
            settings(TLS_MIRROR + settings.replace("PORT", proxy.port()));
            List<String> options = new ArrayList<>(trusting(keys));
            if (jvm != null) {
                options.addAll(List.of(jvm.replace("PORT", proxy.port()).split(" ")));
            }
            try (Program add = throughTunnel(environment.replace("PORT", proxy.port()), options)) {
                assertThat(add.awaitEnd(LIMIT)).as(add.output()).isZero();
            }
            assertThat(proxy.asked()).containsOnly("maven.invalid:443");
        }
        assertThat(folder.resolve("ext").resolve(SAY)).exists();
    }

    @Tag("full")
    @Test
    void saysWhyThereIsNoWayThroughATunnel() throws Exception {
        Keytool keys = keys();
        settings(TLS_MIRROR);
        try (RepositoryProxy server = RepositoryProxy.overTls(repository, tls(keys));
                TunnelProxy proxy = new TunnelProxy(Integer.parseInt(server.port()), "ann:a:b")) {
            String way = "@127.0.0.1:" + proxy.port();
            try (Program add = throughTunnel("http://ann:a%3Ab" + way, List.of("-Duser.home=" + home))) {
                assertThat(add.awaitEnd(LIMIT)).isEqualTo(1);
                assertThat(add.output())
                        .contains("Could not transfer artifact", "-Djavax.net.ssl.trustStore=")
                        .doesNotContain("Exception", "\tat ");
            }
            try (Program add = throughTunnel("http://ann:wrong" + way, trusting(keys))) {
                assertThat(add.awaitEnd(LIMIT)).isEqualTo(1);
                assertThat(add.output())
                        .contains("Could not transfer artifact", "407", "HTTPS_PROXY")
                        .doesNotContain("wrong", "Exception", "\tat ");
            }
        }
        assertThat(folder.resolve("ext")).doesNotExist();
    }

    private Keytool keys() throws Exception {
        return new Keytool(folder.resolve("keys.p12"))
                .authority("ca")
                .make("server", "ca", Instant.now().minusSeconds(3600), 30, "san=dns:maven.invalid");
    }

    private List<String> trusting(Keytool keys) {
        return List.of(
                "-Duser.home=" + home,
                "-Djavax.net.ssl.trustStore=" + keys.store(),
                "-Djavax.net.ssl.trustStorePassword=" + Keytool.PASSWORD);
    }

    private static SSLContext tls(Keytool keys) throws Exception {
        char[] password = Keytool.PASSWORD.toCharArray();
        KeyStore all = keys.load();
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("server", all.getKey("server", password), password, all.getCertificateChain("server"));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private Program throughTunnel(String proxy, List<String> options) throws IOException {
        return Program.start(folder, Map.of("https_proxy", proxy), options, "add", "camel-say");
    }
}
