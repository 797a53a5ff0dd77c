package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.access.Role;
import dev.piroutes.kit.FakeClock;
import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Observed;
import dev.piroutes.kit.Program;
import dev.piroutes.secure.ClientUse;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.secure.Wishes;
import dev.piroutes.source.Place;
import dev.piroutes.tls.Dates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and the time, with the packaged program: pins and routes run whatever the dates are. */
@Timeout(240)
class CertificatesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** How long those that the command makes are good. */
    private static final int DAYS = 820;

    private static final String[] SECURE = {
        "--broker.profile=secure", "--broker.host=127.0.0.1", "--gpio-timer.period=300ms", "--gpio.board=virtual"
    };

    /** Those that have a user in the folder. */
    private static final String DEVICES = "--devices=button-panel,led,gpio-timer";

    @TempDir
    Path folder;

    @Tag("full")
    @Test
    void thoseThatEndSoonAreSaidByDoctorStartStatusAndMetrics() throws Exception {
        madeDaysAgo(DAYS - 21);
        Instant end = Instant.now().plus(Duration.ofDays(20));
        // They are made one after the other, maybe on either side of midnight.
        String days = Dates.day(end.minus(Duration.ofDays(1))) + "|" + Dates.day(end);
        String line = "ends on (" + days + "), in 19 days; renew it with 'pi-routes secure'";
        Observed observed = Observed.onAFreePort();
        try (Program doctor = Program.start(
                folder,
                "doctor",
                "--broker.profile=secure",
                "--broker.port=0",
                "--page.port=0",
                "--management.port=0",
                "--gpio.board=virtual",
                DEVICES)) {
            assertThat(doctor.awaitEnd(LIMIT)).isZero();
            assertThat(doctor.output())
                    .containsPattern("warn  tls +certificate of PicoA \\(.*PicoA.pem\\) " + line)
                    .containsPattern("warn  tls +certificate of server \\(.*server.p12\\) " + line)
                    .containsPattern("ok    tls +1 good certificate, the first to end: certificate of authority ");
        }
        try (Program lab = Program.start(folder, with(SECURE, "--broker.port=0", observed.option()))) {
            lab.awaitReady();
            assertThat(lab.output()).containsPattern("WARN  tls {6}certificate of .*server " + line);
            lab.awaitOutput("LED ON");
            assertThat(observed.get("metrics").body())
                    .containsPattern(
                            "piroutes_certificate_not_after_timestamp_seconds\\{certificate=\"server\"\\} [0-9.E]+")
                    .containsPattern("piroutes_certificate_not_after_timestamp_seconds\\{certificate=\"PicoA\"\\} ");
            assertThat(Files.readString(Path.of("docs/watching.md")))
                    .contains("`piroutes_certificate_not_after_timestamp_seconds`");
            assertThat(observed.get("health").statusCode()).isEqualTo(200);
            try (Program status = Program.start(folder, "status", observed.option())) {
                assertThat(status.awaitEnd(LIMIT)).isZero();
                assertThat(status.output()).containsPattern("tls      certificate of server .* " + line);
            }
        }
    }

    @Tag("full")
    @Test
    void devicesRunWithEndedOnesAndConnectWhenTheyAreRenewedWithoutARestart() throws Exception {
        madeDaysAgo(DAYS + 9);
        String ended = "ended on " + Dates.day(Instant.now().minus(Duration.ofDays(10)))
                + "; renew it with 'pi-routes secure'";
        try (Program doctor = Program.start(
                folder,
                "doctor",
                "--broker.profile=secure",
                "--broker.port=0",
                "--page.port=0",
                "--management.port=0",
                "--gpio.board=virtual",
                DEVICES)) {
            assertThat(doctor.awaitEnd(LIMIT)).isOne();
            assertThat(doctor.output()).containsPattern("fail  tls +certificate of server \\(.*server.p12\\) " + ended);
        }
        try (Program lab = Program.start(folder, with(SECURE, "--broker.port=0"))) {
            lab.awaitReady();
            assertThat(lab.output()).contains("ERROR tls      certificate of BenchPage, PicoA, PicoB, server " + ended);
            lab.awaitOutput(
                    "PicoA: no TLS with ssl://127.0.0.1:\\d+: the broker's certificate ended on .*; trying again");
            lab.awaitOutput("(?s)(GP21 pressed.*){3}");
            assertThat(lab.output()).doesNotContain("connected to");

            try (Program secure = Program.start(folder, "secure")) {
                assertThat(secure.awaitEnd(LIMIT)).isZero();
                assertThat(secure.output()).containsPattern("server: certificate renewed \\(it ended .*\\) for ");
            }

            lab.awaitOutput("PicoA: connected to ssl://");
            lab.awaitOutput("PicoB: connected to ssl://");
            lab.awaitOutput("LED ON");
            lab.awaitOutput("server.p12 has changed: new connections get the new certificate");
        }
    }

    /** The worst boot: nothing is there but the pins. */
    @Tag("full")
    @Test
    void aBenchThatBootsBeforeClockAddressAndPortAreThereRunsAndTellsAStory() throws Exception {
        FakeClock clock = FakeClock.unset(folder);
        try (Program secure = Program.start(folder, "secure")) {
            assertThat(secure.awaitEnd(LIMIT)).isZero();
        }
        String address = "10.255.204." + (1 + ProcessHandle.current().pid() % 250);
        Observed observed = Observed.onAFreePort();
        Observed page = Observed.onAFreePort();
        ServerSocket taken = new ServerSocket(observed.port(), 1, InetAddress.getByName("127.0.0.1"));
        Map<String, String> environment = new java.util.HashMap<>(clock.environment());
        environment.put("PAGE_PASSWORD", "secret-of-the-page");
        Files.createDirectories(folder.resolve("data/outbox"));
        Files.write(folder.resolve("data/outbox/PicoA.mv"), new byte[4096]);
        try (Program lab = Program.start(
                folder,
                environment,
                List.of(),
                with(
                        SECURE,
                        "--broker.port=0",
                        observed.option(),
                        "--page.host=" + address,
                        "--page.port=" + page.port()))) {
            lab.awaitReady();
            lab.awaitOutput("(?s)(GP21 pressed.*){3}");
            lab.awaitOutput(
                    "PicoB: no TLS .* the clock says 1970-.*: waiting for the clock; trying again until it works");

            clock.set();
            long set = System.nanoTime();
            lab.awaitOutput("PicoA: connected to ssl://");
            lab.awaitOutput("PicoB: connected to ssl://");
            assertThat(Duration.ofNanos(System.nanoTime() - set)).isLessThan(SOON);
            lab.awaitOutput("LED ON");

            if (root()) {
                assertThat(ip("add", address)).isZero();
                long added = System.nanoTime();
                lab.awaitOutput("page     http://" + address);
                assertThat(Duration.ofNanos(System.nanoTime() - added)).isLessThan(SOON);
            } else {
                Missing.leaveOut(
                        "the page at an address that comes later", "root and ip (Debian: apt-get install iproute2)");
            }

            taken.close();
            long freed = System.nanoTime();
            lab.awaitOutput("health   http://127.0.0.1:" + observed.port());
            assertThat(Duration.ofNanos(System.nanoTime() - freed)).isLessThan(SOON);
            assertThat(observed.get("health/ready").statusCode()).isEqualTo(200);

            lab.awaitOutput("clock    it is 20");
            assertThat(lab.output())
                    .containsPattern(
                            "(?s)broker   127.0.0.1:.*WARN  clock    1970-.* is wrong: this program was built on .*"
                                    + "WARN  page     page.port .* cannot listen at .*: it is no address of this machine now.*"
                                    + "WARN  health   management.port .* is already in use.*"
                                    + "ready    after .*PicoA: connected to ssl://");
            assertThat(lab.output())
                    .containsPattern("outbox .*PicoA.mv is damaged \\(.*\\): set aside as PicoA.mv.damaged-");
            // Each once.
            for (String once : List.of(
                    "is damaged", "WARN  clock", "WARN  page", "WARN  health", "PicoA: no TLS", "PicoB: no TLS")) {
                assertThat(lab.output().split(once, -1)).as(once).hasSize(2);
            }
        } finally {
            taken.close();
            if (root()) {
                ip("del", address);
            }
        }
    }

    @Test
    void theCommandMakesNothingInTheYear1970() throws Exception {
        FakeClock clock = FakeClock.unset(folder);
        try (Program secure = Program.start(folder, clock.environment(), List.of(), "secure")) {
            assertThat(secure.awaitEnd(LIMIT)).isOne();
            assertThat(secure.output())
                    .startsWith("pi-routes: the clock says 1970-01-0")
                    .contains("which is before this program was built")
                    .contains("set it first");
            assertThat(folder.resolve("secure")).doesNotExist();
        }
    }

    /** The folder as it is some time after the command has made it, with the lab's users. */
    private void madeDaysAgo(int days) {
        new SecureFolder(
                        folder.resolve("secure"),
                        Clock.offset(Clock.systemUTC(), Duration.ofDays(-days)),
                        Instant.EPOCH)
                .update(new Wishes(
                        List.of(
                                client("PicoA", List.of("devA/status", "led/cmd", "led/hello"), List.of()),
                                client(
                                        "PicoB",
                                        List.of("devB/status", "led/ack", "led/cmd/rejected"),
                                        List.of("led/cmd")),
                                client("BenchPage", List.of("#"), List.of("#"))),
                        List.of(),
                        List.of(),
                        List.of("localhost", "127.0.0.1"),
                        List.of()));
    }

    private static ClientUse client(String name, List<String> publishes, List<String> subscribes) {
        return new ClientUse(
                name,
                name.equals("BenchPage") ? Role.PAGES : Role.DEVICES,
                new Place("test", 1, 1),
                topics(publishes),
                topics(subscribes),
                new TreeSet<>());
    }

    private static TreeSet<String> topics(List<String> topics) {
        TreeSet<String> under = new TreeSet<>();
        topics.forEach(topic -> under.add("csc2106/" + topic));
        return under;
    }

    private static String[] with(String[] options, String... more) {
        String[] all = java.util.Arrays.copyOf(options, options.length + more.length + 1);
        System.arraycopy(more, 0, all, options.length, more.length);
        all[all.length - 1] = DEVICES;
        return all;
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/sbin/ip"));
    }

    private static int ip(String action, String address) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/sbin/ip", "addr", action, address + "/32", "dev", "lo")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
