package dev.piroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.TestLab;
import dev.piroutes.net.Url;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Severity;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
                    .contains("fail  port     " + taken.getLocalPort() + " is taken by process "
                            + ProcessHandle.current().pid())
                    .doesNotContain("Exception");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void answersForABrokerThatIsThereAndOneThatIsNot() throws Exception {
        String nobody;
        try (Broker broker = TestLab.broker(folder)) {
            nobody = "tcp://127.0.0.1:" + broker.port();
            try (Program doctor = doctor("--mqtt.url=" + nobody)) {
                assertThat(doctor.awaitEnd(LIMIT)).isZero();
                assertThat(doctor.output()).contains("ok    broker   " + nobody + " takes a client");
            }
            assertThat(new BrokerCheck(null, null, null)
                            .reach(Url.ofMqttUrl("ssl://127.0.0.1:" + broker.port()))
                            .message())
                    .contains("is that its port for TLS?");
        }
        Finding gone = new BrokerCheck(null, null, null).reach(Url.ofMqttUrl(nobody));
        assertThat(gone.severity()).isEqualTo(Severity.ERROR);
        assertThat(gone.message()).contains("is it started");
    }

    @Test
    void aBadRouteFileIsNamed() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("bad.camel.yaml"), "- route:\n    id: bad\n    from:\n      uri: gpoi:17\n");
        try (Program doctor = doctor("--routes.dir=" + routes)) {
            assertThat(doctor.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(doctor.output()).contains("fail  routes ", "bad.camel.yaml");
        }
    }

    private Program doctor(String option) throws Exception {
        return Program.start(
                folder,
                "doctor",
                "--broker.port=0",
                "--page.port=0",
                "--management.port=0",
                "--gpio.board=virtual",
                option);
    }
}
