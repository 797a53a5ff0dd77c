package dev.piroutes.cli;

import dev.piroutes.watch.ManagementServer;
import dev.piroutes.watch.Watched;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Health, metrics and status on {@code management.port}. */
final class Management {

    private Management() {}

    /** Whether there shall be any. @throws UsageException if the port is taken */
    static boolean wanted(Settings settings) {
        int port = settings.port(Setting.MANAGEMENT_PORT);
        if (port != 0) {
            Ports.requireFree(
                    "127.0.0.1", port, "management.port " + port, "--management.port=N (0: no health and metrics)");
        }
        return port != 0;
    }

    /** Starts it, or returns null if there shall be none. */
    static @Nullable ManagementServer start(Settings settings, Watched watched) {
        int port = settings.port(Setting.MANAGEMENT_PORT);
        if (port == 0) {
            return null;
        }
        try {
            return ManagementServer.start(port, PiRoutes.Version.number(), watched);
        } catch (IOException e) {
            throw new UsageException("management.port " + port + " cannot be used: " + e.getMessage());
        }
    }

    static String url(ManagementServer server) {
        return "http://127.0.0.1:" + server.port() + "/observe/health";
    }
}
