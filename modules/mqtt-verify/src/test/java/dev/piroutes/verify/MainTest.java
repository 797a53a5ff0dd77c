package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examiner's own command line: what is wrong with it, in one line, and its exit code. */
class MainTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String contract;

    @BeforeEach
    void contract() throws Exception {
        contract = Files.writeString(folder.resolve("lamp.yaml"), "contract: lamp\nroot: home\nclientId: Lamp\n")
                .toString();
    }

    private int run(List<String> args) throws InterruptedException {
        return Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LAMP | --broker is missing: the broker behind, like tcp://192.168.1.10:1883",
                "--broker=tcp://127.0.0.1 | give one contract, a YAML file; --help shows the options",
                "LAMP LAMP | give one contract, a YAML file; --help shows the options",
                "lamb.yaml --broker=tcp://127.0.0.1 | there is no file lamb.yaml",
                "LAMP --brokr=x | there is no option --brokr; --help shows them",
                "LAMP --broker | --broker needs a value: --broker=VALUE",
                "LAMP --broker=localhost | --broker must be an address like tcp://192.168.1.10:1883, but was \"localhost\"",
                "LAMP --port=65536 | --port must be a port from 0 to 65535, but was \"65536\"",
                "LAMP --ask=yes | --ask must be true or false, but was \"yes\"",
                "LAMP --root=a/# | --root must be topics like csc2106/g07 or csc2106/g01..g30 (letters, digits, - and _ between the slashes), but was \"a/#\"",
                "LAMP --broker=tcp://127.0.0.1 --only=wil | there is no check \"wil\" (there are connection, client-id, reconnect)",
            })
    void aWrongCommandLineIsOneLine(String line, String message) throws Exception {
        assertThat(run(List.of(line.replace("LAMP", contract).split(" ")))).isEqualTo(2);
        assertThat(err()).isEqualTo("mqtt-verify: " + message + System.lineSeparator());
    }

    @Test
    void aWrongContractIsALineForEachFault() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "contract: wrong\nroot: a\nclientID: X\n");

        assertThat(run(List.of(wrong.toString(), "--broker=tcp://127.0.0.1"))).isEqualTo(2);
        assertThat(err().lines())
                .hasSize(3)
                .contains(
                        wrong + ":1:1: error: the field \"clientId\" is missing here",
                        "mqtt-verify: the contract cannot be used: see above")
                .anyMatch(line -> line.startsWith(
                        wrong + ":3:1: error: there is no field \"clientID\" here; did you mean clientId?"));
    }

    @Test
    void withoutABrokerNothingIsExamined() throws Exception {
        assertThat(run(List.of(contract, "--port=0", "--broker=tcp://127.0.0.1:1")))
                .isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        "mqtt-verify: cannot use the broker 127.0.0.1:1: Connection refused" + System.lineSeparator());
    }

    @Test
    void aTakenPortIsAFaultOfTheCommandLine() throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(broker.getLocalPort());
            CompletableFuture<Void> accepted = CompletableFuture.runAsync(() -> accept(broker));

            assertThat(run(List.of(contract, "--port=" + port, "--broker=tcp://127.0.0.1:" + port)))
                    .isEqualTo(2);
            accepted.join();
            assertThat(err())
                    .startsWith("mqtt-verify: cannot listen on 127.0.0.1:" + port + ": ")
                    .endsWith("; choose another with --port and --host" + System.lineSeparator());
        }
    }

    /** As a broker does that takes one client in. */
    private static void accept(ServerSocket broker) {
        try (Socket client = broker.accept()) {
            client.getOutputStream().write(new byte[] {0x20, 2, 0, 0});
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void helpShowsEveryOption() throws Exception {
        assertThat(run(List.of("--help"))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(Stream.of(VerifyOptions.Option.values())
                        .map(option -> option.flag() + "=" + option.label())
                        .toList());
    }
}
