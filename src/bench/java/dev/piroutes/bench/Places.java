package dev.piroutes.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Gives out fresh folders and says if the ports are taken. */
final class Places {
    private static final int PORTS = 3;

    private final Path folder;
    private final int port;

    Places(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** An empty folder, and ports on which nobody listens. */
    Place fresh(Contender contender) {
        try {
            for (int i = 0; i < PORTS; i++) {
                check(port + i);
            }
            Path place = folder.resolve(contender.name());
            delete(place);
            return new Place(Files.createDirectories(place).toRealPath(), port);
        } catch (IOException e) {
            throw new BenchException("no place for " + contender.name() + ": " + e, e);
        }
    }

    private static void check(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("port " + port + " is taken; choose three others with --port=N", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
