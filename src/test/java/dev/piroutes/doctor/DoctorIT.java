package dev.piroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.TestLab;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command on the machine that the test runs on, and the real broker. */
class DoctorIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void saysWhoHasThePortAndChangesNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Program doctor = Program.start(
                        folder,
                        "doctor",
                        "--broker.port=" + taken.getLocalPort(),
                        "--page.port=0",
                        "--management.port=0",
                        "--gpio.board=virtual")) {
            assertThat(doctor.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(doctor.output())
                    .contains("ok    java ", "ok    pins ", "ok    routes ", "ok    port     page.port=0")
                    .contains("fail  port     port " + taken.getLocalPort()
                            + " is already in use on 127.0.0.1 by process "
                            + ProcessHandle.current().pid())
                    .doesNotContain("Exception");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Tag("full")
    @Test
    void answersForABrokerThatIsThereAndOneThatIsNot() throws Exception {
        String nobody;
        try (Broker broker = TestLab.broker(folder)) {
            nobody = "tcp://127.0.0.1:" + broker.port();
            try (Program doctor = doctor("--mqtt.url=" + nobody)) {
                assertThat(doctor.awaitEnd(LIMIT)).isZero();
                assertThat(doctor.output()).contains("ok    broker   " + nobody + " takes a client");
            }
            try (Program doctor = doctor("--mqtt.url=" + nobody, "--mqtt.username=a-token")) {
                assertThat(doctor.awaitEnd(LIMIT)).isZero();
                assertThat(doctor.output())
                        .contains(nobody + " takes a client with a user name alone")
                        .doesNotContain("a-token");
            }
            try (Program doctor = doctor("--mqtt.url=ssl://127.0.0.1:" + broker.port())) {
                assertThat(doctor.awaitEnd(LIMIT)).isOne();
                assertThat(doctor.output()).contains("is that its port for TLS?");
            }
        }
        try (Program doctor = doctor("--mqtt.url=" + nobody)) {
            assertThat(doctor.awaitEnd(LIMIT)).isOne();
            assertThat(doctor.output()).contains("fail  broker   no broker at " + nobody + " (Connection refused)");
        }
    }

    @Tag("full")
    @Test
    void aBadRouteFileIsNamed() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("bad.camel.yaml"), "- route:\n    id: bad\n    from:\n      uri: gpoi:17\n");
        try (Program doctor = doctor("--routes.dir=" + routes)) {
            assertThat(doctor.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(doctor.output()).contains("fail  routes ", "bad.camel.yaml");
        }
    }

    private Program doctor(String... options) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("doctor", "--broker.port=0", "--page.port=0", "--management.port=0", "--gpio.board=virtual"));
        all.addAll(List.of(options));
        return Program.start(folder, all.toArray(String[]::new));
    }
}
