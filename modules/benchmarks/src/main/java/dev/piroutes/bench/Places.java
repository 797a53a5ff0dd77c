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
    private final CpuShare cpu;

    Places(Path folder, int port, CpuShare cpu) {
        this.folder = folder;
        this.port = port;
        this.cpu = cpu;
    }

    /** The same folder, and other ports: for one of several systems that run at the same time. */
    Places beside(int number) {
        return new Places(folder, port + number * PORTS, cpu);
    }

    /** An empty folder, and ports on which nobody listens. */
    Place fresh(Contender contender) {
        return fresh(contender.name());
    }

    Place fresh(String name) {
        try {
            for (int i = 0; i < PORTS; i++) {
                check(port + i);
            }
            Path place = folder.resolve(name);
            delete(place);
            return new Place(Files.createDirectories(place).toRealPath(), port, cpu);
        } catch (IOException e) {
            throw new BenchException("no place for " + name + ": " + e, e);
        }
    }

    private static void check(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("port " + port + " is taken; choose others with --port=N", e);
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
