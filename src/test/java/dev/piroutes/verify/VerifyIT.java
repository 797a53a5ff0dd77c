package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The command {@code verify}, as a user has it: packaged, in a process of its own. */
@Timeout(180)
class VerifyIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<Program> programs = new ArrayList<>();

    @AfterEach
    void stop() {
        programs.forEach(Program::close);
    }

    @Tag("full")
    @Test
    void ourDevicesPass() throws Exception {
        // Given
        int page = FreePort.find();
        int portA = FreePort.find();
        int portB = FreePort.find();
        Program deviceA = start(
                "a",
                "--mqtt.url=tcp://127.0.0.1:" + portA,
                "--devices=button-panel",
                "--lab.root=class/g01",
                "--page.port=" + page);
        Program deviceB = start(
                "b", "--mqtt.url=tcp://127.0.0.1:" + portB, "--routes.dir=" + quickerPings(), "--lab.root=class/g02");
        deviceA.awaitReady();
        try (Broker broker = TestLab.broker(folder);
                Watcher teacher = new Watcher(broker.port(), "class/+/checkpoint/+")) {

            // When
            Program verifyA = start(
                    "verify-a",
                    "verify",
                    "device-a",
                    "--port=" + portA,
                    "--root=class/g01",
                    "--broker=tcp://127.0.0.1:" + broker.port(),
                    "--bench=http://127.0.0.1:" + page,
                    "--ask=true",
                    "--skip=pings",
                    "--junit=a.xml");
            Program verifyB = start(
                    "verify-b", "verify", strictB().toString(), "--port=" + portB, "--root=class/g02", "--html=b.html");
            verifyB.awaitOutput(">>> class/g02, PicoB-class-g02: stop the device", LIMIT);
            deviceB.terminate();
            verifyA.awaitOutput(">>> class/g01, PicoA-class-g01: stop the device", LIMIT);
            deviceA.terminate();

            // Then
            assertThat(verifyB.awaitEnd(LIMIT)).as(verifyB.output()).isZero();
            assertThat(verifyA.awaitEnd(LIMIT)).as(verifyA.output()).isZero();
            assertThat(verifyA.output()).contains("passed  press-while-away: arrived once", "0 failed, 1 skipped");
            assertThat(verifyB.output())
                    .contains("acknowledged and not handled", "0 failed, 0 skipped")
                    .doesNotContain("Exception");
            assertThat(teacher.seen()).singleElement().satisfies(seen -> {
                assertThat(seen.topic()).isEqualTo("class/g01/checkpoint/device-a");
                assertThat(seen.payload())
                        .matches(
                                "\\{\"passed\":\\d+,\"failed\":0,\"skipped\":1,\"at\":\"\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z\"}");
            });
        }
        assertThat(Files.readString(folder.resolve("verify-b/b.html"))).contains("PicoB-class-g02", "DISCONNECT");
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("verify-a/a.xml").toFile());
        assertThat(xml.getElementsByTagName("testcase").getLength()).isGreaterThan(10);
        assertThat(xml.getElementsByTagName("failure").getLength()).isZero();
    }

    @Test
    void nobodyThereIsAFailureAndAWrongContractAUsageError() throws Exception {
        // Given
        Path short2 = Files.writeString(
                folder.resolve("short.yaml"), "contract: short\nroot: a\nclientId: X\nlimits: {connect: 1s}\n");
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"), "contract: wrong\nroot: a\nclientID: X\nkeepAlive: 30\n");

        // When
        Program nobody = start("nobody", "verify", short2.toString(), "--port=0");
        Program unreachable = start("unreachable", "verify", "device-b", "--port=0", "--broker=tcp://127.0.0.1:1");
        Program usage = start("usage", "verify", wrong.toString(), "--port=0");

        // Then
        assertThat(nobody.awaitEnd(LIMIT)).isEqualTo(1);
        assertThat(nobody.output()).contains("no client \"X\" within 1 s; nobody connected at all");
        assertThat(unreachable.awaitEnd(LIMIT)).isEqualTo(1);
        assertThat(unreachable.output())
                .isEqualTo("pi-routes: cannot use the broker 127.0.0.1:1: Connection refused\n");
        assertThat(usage.awaitEnd(LIMIT)).isEqualTo(2);
        assertThat(usage.output())
                .contains(
                        "wrong.yaml:3:1: error: there is no field \"clientID\" here; did you mean clientId?",
                        "wrong.yaml:4:12: error: keepAlive must be two times like 10s..60s",
                        "wrong.yaml:1:1: error: the field \"clientId\" is missing here");
    }

    @Tag("full")
    @Test
    void aQuestionOfMqtt5IsAnsweredWithItsCorrelationData() throws Exception {
        int port = FreePort.find();
        start(
                "clock",
                "--mqtt.url=tcp://127.0.0.1:" + port,
                "--routes.dir=" + Path.of("src/main/resources/examples").toAbsolutePath(),
                "--devices=clock",
                "--page.port=0");

        Program verify = start(
                "verify",
                "verify",
                Path.of("src/test/resources/contracts/clock.yaml")
                        .toAbsolutePath()
                        .toString(),
                "--port=" + port,
                "--ask=false",
                "--only=connection,status,subscriptions,reaction",
                "--html=clock.html");

        assertThat(verify.awaitEnd(LIMIT)).as(verify.output()).isZero();
        assertThat(verify.output()).contains("passed  reaction-time: 3 times");
        assertThat(Files.readString(folder.resolve("verify/clock.html")))
                .contains("response topic csc2106/clock/answer/verify", "expires after");
    }

    private Program start(String name, String... arguments) throws IOException {
        Program program = Program.start(Files.createDirectory(folder.resolve(name)), arguments);
        programs.add(program);
        return program;
    }

    /** Device B's, and stricter: what may be old must be refused; with shorter waits. */
    private Path strictB() throws IOException {
        String text = Files.readString(Path.of("src/main/resources/contracts/device-b.yaml"));
        return Files.writeString(
                folder.resolve("strict.yaml"),
                text.replace("Command: either", "Command: refuse")
                        + "\nlimits: {settle: 1s, quiet: 300ms, away: 2s}\n");
    }

    /** Device B as it ships, but for its keep-alive of 30 s: an idle device pings when that is over. */
    private Path quickerPings() throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        for (String file : List.of("led.camel.yaml", "error-policy.camel.yaml")) {
            String text = Files.readString(Path.of("src/main/resources/routes", file));
            Files.writeString(routes.resolve(file), text.replace("keepAlive: 30s", "keepAlive: 8s"));
        }
        return routes;
    }
}
