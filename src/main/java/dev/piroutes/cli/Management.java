package dev.piroutes.cli;

import dev.piroutes.cli.UntilItWorks.NotYet;
import dev.piroutes.watch.ManagementServer;
import dev.piroutes.watch.Watched;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health, metrics and status on {@code management.port}. They come when their port is free; nothing waits for them.
 */
final class Management implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Management.class);
    static final String HOST = "127.0.0.1";

    private final int port;
    private final Watched watched;
    private final UntilItWorks listening;
    private @Nullable ManagementServer server;
    private boolean closed;

    private Management(int port, Watched watched) {
        this.port = port;
        this.watched = watched;
        this.listening = new UntilItWorks("health", this::listen);
    }

    /** Starts it, or returns null if there shall be none: port 0. Says where it is, now or later. */
    static @Nullable Management start(int port, Watched watched) {
        if (port == 0) {
            return null;
        }
        Management management = new Management(port, watched);
        management.listening.begin();
        return management;
    }

    /** Why they cannot listen, in one line. */
    static String whyNot(int port, IOException e) {
        return Ports.whyNot(HOST, port, "management.port " + port, "--management.port=N (0: no health and metrics)", e);
    }

    private synchronized void listen() throws NotYet {
        if (closed) {
            return;
        }
        try {
            server = ManagementServer.start(port, PiRoutes.Version.number(), watched);
            LOG.info("health   http://" + HOST + ":{}/observe/health", server.port());
        } catch (IOException e) {
            throw new NotYet(whyNot(port, e), e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        listening.close();
        if (server != null) {
            server.close();
        }
    }
}
