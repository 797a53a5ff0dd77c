package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Observed;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a machine is not ready for yet is waited for, and keeps nothing else from running. */
@Timeout(180)
class WaitingIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void pageAndHealthComeWhenTheirPortsAreFree() throws Exception {
        ServerSocket page = held();
        ServerSocket health = held();
        try (Program lab = Program.start(
                folder,
                "--broker.port=0",
                "--page.port=" + page.getLocalPort(),
                "--management.port=" + health.getLocalPort(),
                "--gpio-timer.period=500ms",
                "--gpio.board=virtual")) {
            int port = lab.awaitReady();
            assertThat(lab.output())
                    .contains("WARN  page     page.port " + page.getLocalPort() + " is already in use")
                    .contains("choose another with --page.port=N (0: no bench page); trying again until it works")
                    .contains("WARN  health   management.port " + health.getLocalPort() + " is already in use")
                    .contains("(0: no health and metrics); trying again until it works");
            try (Watcher watcher = new Watcher(port, "csc2106/#")) {
                watcher.awaitSeen("csc2106/led/ack", "ON");
            }

            page.close();
            health.close();

            lab.awaitOutput("page     http://127.0.0.1:" + page.getLocalPort() + "/");
            lab.awaitOutput("health   http://127.0.0.1:" + health.getLocalPort() + "/observe/health");
            assertThat(get("http://127.0.0.1:" + page.getLocalPort() + "/")).contains("<html");
            assertThat(get("http://127.0.0.1:" + health.getLocalPort() + "/observe/health"))
                    .contains("\"status\":\"UP\"");
            // One line each, however often it was tried.
            assertThat(lab.output().split("is already in use", -1)).hasSize(3);
            lab.terminate();
            assertThat(lab.awaitEnd(LIMIT)).isEqualTo(143);
            assertThat(lab.output())
                    .contains("outputs are in their shutdown state")
                    .doesNotContain("Exception", "exception");
        } finally {
            page.close();
            health.close();
        }
    }

    @Test
    void devicesRunWhileThePortOfTheBrokerIsTakenAndLoseNothing() throws Exception {
        String[] options = {"--devices=button-panel,led,gpio-timer", "--gpio-timer.period=300ms", "--gpio.board=virtual"
        };
        ServerSocket taken = held();
        String port = "--broker.port=" + taken.getLocalPort();
        taken.close();
        // The LED's session is there from now on: what is published is kept for it.
        try (Program first = Program.start(folder, with(options, port))) {
            first.awaitOutput("led/cmd TOGGLE → LED ON");
            first.terminate();
            first.awaitEnd(LIMIT);
        }
        Observed observed = Observed.onAFreePort();
        ServerSocket other = new ServerSocket(taken.getLocalPort(), 50, InetAddress.getLoopbackAddress());
        try (Program lab = Program.start(folder, with(options, port, observed.option()))) {
            lab.awaitReady();
            assertThat(lab.output())
                    .contains("WARN  broker   port " + taken.getLocalPort()
                            + " is already in use on 127.0.0.1 by process "
                            + ProcessHandle.current().pid())
                    .contains("choose another port with --broker.port=N; trying again until it works");
            lab.awaitOutput("(?s)(GP21 pressed.*){5}");
            assertThat(observed.get("health/live").statusCode()).isEqualTo(200);
            assertThat(observed.get("health/ready").body())
                    .contains(
                            "mqtt-device-PicoA\",\"status\":\"DOWN\",\"message\":\"the broker of this program waits: port ");
            // Devices wait for their own broker; whatever listens there is none of theirs.
            other.setSoTimeout(1);
            assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
            long pressed = count(lab, "GP21 pressed");

            other.close();

            lab.awaitOutput("PicoB: connected");
            await().atMost(LIMIT).until(() -> count(lab, "led/cmd TOGGLE → LED") > pressed);
            assertThat(lab.output()).contains("broker   127.0.0.1:" + taken.getLocalPort() + ", anonymous");
            assertThat(lab.output().split("is already in use", -1)).hasSize(2);
        } finally {
            other.close();
        }
    }

    @Tag("full")
    @Test
    void aBrokerAloneWaitsForItsPortToo() throws Exception {
        Observed observed = Observed.onAFreePort();
        ServerSocket taken = held();
        String port = "--broker.port=" + taken.getLocalPort();
        try (Program broker = Program.start(folder, "broker", port, observed.option());
                Program given = Program.start(folder, "broker", port, "--broker.data=other")) {
            broker.awaitOutput("\\bready ");
            given.awaitOutput("\\bready ");
            assertThat(observed.get("health/ready").body())
                    .contains("the broker is waiting: port " + taken.getLocalPort());
            assertThat(observed.get("health/live").statusCode()).isEqualTo(200);
            // Ctrl-C ends one that waits.
            given.terminate();
            assertThat(given.awaitEnd(LIMIT)).isEqualTo(143);

            taken.close();

            broker.awaitOutput("broker   127.0.0.1:" + taken.getLocalPort());
            try (Watcher watcher = new Watcher(taken.getLocalPort(), "a/b")) {
                watcher.publish("a/b", "1");
                watcher.awaitSeen("a/b", "1");
            }
            assertThat(observed.get("health/ready").statusCode()).isEqualTo(200);
        } finally {
            taken.close();
        }
    }

    @Tag("full")
    @Test
    void aNodeOfAPairWaitsForItsAddressToo() throws Exception {
        ServerSocket taken = new ServerSocket(61617, 1, InetAddress.getByName("127.0.9.1"));
        try (Program node = Program.start(
                folder,
                Map.of("PAIR_PASSWORD", "a-password-for-both"),
                List.of(),
                "broker",
                "--pair=primary",
                "--pair.host=127.0.9.1",
                "--pair.peer=127.0.9.2",
                "--pair.start=alone",
                "--broker.host=127.0.9.1",
                "--broker.port=1883")) {
            node.awaitOutput("\\bready ");
            assertThat(node.output())
                    .contains("WARN  pair     cannot listen for the peer on pair.host 127.0.9.1, port 61617");
            taken.close();
            node.awaitOutput("the primary serves");
        } finally {
            taken.close();
        }
    }

    @Tag("full")
    @Test
    void addressesThatComeLaterAreListenedAt() throws Exception {
        String address = "10.255.203." + (1 + ProcessHandle.current().pid() % 250);
        if (run("ip", "addr", "show") != 0
                || run("id", "-u") != 0
                || !System.getProperty("user.name").equals("root")) {
            Missing.skip("addresses that come later", "root and ip (Debian: apt-get install iproute2)");
        }
        ServerSocket free = held();
        ServerSocket freeToo = held();
        free.close();
        freeToo.close();
        try (Program lab = Program.start(
                folder,
                Map.of("PAGE_PASSWORD", "secret-of-the-page"),
                List.of(),
                "--broker.host=" + address,
                "--broker.port=" + free.getLocalPort(),
                "--page.host=" + address,
                "--page.port=" + freeToo.getLocalPort(),
                "--gpio-timer.period=300ms",
                "--gpio.board=virtual")) {
            lab.awaitReady();
            lab.awaitOutput("WARN  broker   broker.host " + address + " is not an address of this machine now");
            lab.awaitOutput("WARN  page     page.port \\d+ cannot listen at " + address
                    + ": it is no address of this machine now");
            lab.awaitOutput("GP21 pressed");

            assertThat(run("ip", "addr", "add", address + "/32", "dev", "lo")).isZero();
            long added = System.nanoTime();

            lab.awaitOutput("LED ON");
            lab.awaitOutput("page     http://" + address);
            assertThat(Duration.ofNanos(System.nanoTime() - added)).isLessThan(Duration.ofSeconds(10));
        } finally {
            run("ip", "addr", "del", address + "/32", "dev", "lo");
        }
    }

    @Tag("full")
    @Test
    void aNameThatIsKnownLaterIsConnectedTo() throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        try (Program broker =
                Program.start(Files.createDirectory(folder.resolve("broker")), "broker", "--broker.port=0")) {
            int port = broker.awaitReady();
            try (Program devices = Program.start(
                    folder,
                    Map.of(),
                    List.of("-Djdk.net.hosts.file=" + hosts),
                    "--mqtt.url=tcp://building.example:" + port,
                    "--gpio-timer.period=300ms",
                    "--gpio.board=virtual")) {
                devices.awaitReady();
                devices.awaitOutput("PicoA: no broker at tcp://building.example:" + port
                        + " \\(no machine of that name is known here now\\); trying again until it works");
                devices.awaitOutput("GP21 pressed");

                Files.writeString(hosts, "127.0.0.1 localhost\n127.0.0.1 building.example\n");
                long known = System.nanoTime();

                devices.awaitOutput("PicoA: connected");
                devices.awaitOutput("PicoB: connected");
                assertThat(Duration.ofNanos(System.nanoTime() - known)).isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    @Tag("full")
    @Test
    void aSecondCopyBesideTheFirstEndsAndSaysWhy() throws Exception {
        try (Program first = Program.start(folder, "--broker.port=0")) {
            int port = first.awaitReady();
            ServerSocket page = held();
            page.close();
            try (Program second =
                    Program.start(folder, "--broker.port=" + port, "--page.port=" + page.getLocalPort())) {
                assertThat(second.awaitEnd(LIMIT)).isOne();
                assertThat(second.output())
                        .doesNotContain("WARN")
                        .contains("pi-routes: data folder ")
                        .contains(
                                " is in use by another broker: stop that one, or choose another folder with --broker.data");
            }
            assertThat(first.output()).doesNotContain("connection lost");
        }
    }

    private static String[] with(String[] options, String... more) {
        String[] all = java.util.Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return all;
    }

    private static ServerSocket held() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static long count(Program program, String text) {
        return program.output().split(text, -1).length - 1L;
    }

    private static String get(String url) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static int run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
