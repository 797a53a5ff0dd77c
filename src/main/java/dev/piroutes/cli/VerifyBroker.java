package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker behind {@code verify}: one that is there, or one of its own that leaves nothing, also after Ctrl-C. */
final class VerifyBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VerifyBroker.class);

    private final InetSocketAddress address;
    private final @Nullable Broker own;
    private final @Nullable Path folder;

    private VerifyBroker(InetSocketAddress address, @Nullable Broker own, @Nullable Path folder) {
        this.address = address;
        this.own = own;
        this.folder = folder;
    }

    /** @param given where one is; null: start one */
    static VerifyBroker of(@Nullable InetSocketAddress given) throws IOException {
        if (given != null) {
            return new VerifyBroker(given, null, null);
        }
        Path folder = Files.createTempDirectory("pi-routes-verify");
        Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, folder));
        VerifyBroker started = new VerifyBroker(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port()), broker, folder);
        // For Ctrl-C; whoever comes first stops it.
        Runtime.getRuntime().addShutdownHook(new Thread(started::stop, "verify-broker-stop"));
        return started;
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        stop();
    }

    private synchronized void stop() {
        if (own == null || folder == null || !Files.exists(folder)) {
            return;
        }
        own.close();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("verify   cannot remove {}: {}", folder, Reason.of(e));
        }
    }
}
