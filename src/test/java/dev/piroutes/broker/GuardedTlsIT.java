package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A TLS handshake that does not come to its end is a connection without a client, like any other. */
@Tag("full")
@Timeout(60)
class GuardedTlsIT {
    /** The shipped {@code connect-timeout}, and a slow machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void stallingHandshakesAreEnded() throws IOException {
        try (SecureBroker broker = SecureBroker.start(folder, "none");
                LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME)) {
            List<Socket> stalling = Stream.of("", "16", "1603010200010001fc0303")
                    .map(bytes -> connect(broker.port(), HexFormat.of().parseHex(bytes)))
                    .toList();
            for (Socket socket : stalling) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                socket.close();
            }
            assertThat(log.lines())
                    .containsExactly("127.0.0.1: not connected after 10 s (connect-timeout in broker.xml); closed");
        }
    }

    private static Socket connect(int port, byte[] bytes) {
        try {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(bytes);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
