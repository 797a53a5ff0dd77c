package dev.piroutes.kit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Another broker: Debian's Mosquitto. Where there is none, the test says so in one line and is skipped. */
public final class Mosquitto implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    private final Program program;
    private final int port;

    private Mosquitto(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Starts it on a free port of 127.0.0.1, for anybody, with these lines of configuration more. */
    public static Mosquitto start(Path folder, String... lines) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            Missing.skip("another broker than ours", "mosquitto (Debian: apt-get install mosquitto)");
        }
        int port = FreePort.find();
        Path file = folder.resolve("mosquitto.conf");
        Files.writeString(
                file,
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\nuser root\n"
                        + String.join("\n", lines) + "\n");
        Program program =
                Program.start(new ProcessBuilder(PROGRAM.toString(), "-c", file.toString()).directory(folder.toFile()));
        await("mosquitto listens").atMost(Duration.ofSeconds(20)).until(() -> listens(port));
        return new Mosquitto(program, port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Its log. */
    public String output() {
        return program.output();
    }

    @Override
    public void close() {
        program.close();
    }
}
