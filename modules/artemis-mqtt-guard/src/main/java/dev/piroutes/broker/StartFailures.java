package dev.piroutes.broker;

import dev.piroutes.broker.guard.GuardException;
import dev.piroutes.files.Reason;
import dev.piroutes.net.ListenFailure;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a broker cannot start, as one line for the person at the keyboard: looked for before the start, or explained after it. */
final class StartFailures {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private StartFailures() {}

    /** Artemis opens the next file of its journal ahead, and ends its start if it cannot. */
    static void requireRoom(Path data, long bytes) {
        try {
            if (Files.getFileStore(DataFolder.existing(data)).getUsableSpace() < bytes) {
                throw full(data, new IOException("less than " + bytes + " bytes are free"));
            }
        } catch (IOException e) {
            LOG.debug("how much room there is cannot be told", e);
        }
    }

    private static BrokerException full(Path data, Exception cause) {
        return BrokerException.passing("the disk of data folder " + data + " is full: make room", cause);
    }

    /** Fails before anything is started, in words; a port that is taken a moment later still fails in Artemis's start. */
    static void requireFree(BrokerSettings settings) {
        try {
            ListenFailure.requireFree(settings.host(), settings.port());
        } catch (IOException e) {
            throw cannotListen(settings, e);
        }
    }

    /** The same for what broker.xml has beside it. @param listeners all of them, the one of the settings first */
    static void requireFree(List<Listener> listeners) {
        for (Listener listener : listeners.subList(1, listeners.size())) {
            try {
                ListenFailure.requireFree(listener.host(), listener.port());
            } catch (IOException e) {
                throw BrokerException.passing(
                        "the acceptor \"" + listener.name() + "\" cannot listen on " + listener.host() + ", port "
                                + listener.port() + ": " + Reason.of(e)
                                + "; give it another port or address in broker.xml",
                        e);
            }
        }
    }

    private static BrokerException cannotListen(BrokerSettings settings, IOException cause) {
        String host = settings.host();
        int port = settings.port();
        String words =
                switch (ListenFailure.of(cause)) {
                    case IN_USE ->
                        "port " + port + " is already in use on " + host
                                + ": stop the program that listens there, or choose another port with --broker.port=N";
                    case NO_SUCH_ADDRESS ->
                        "broker.host " + host + " is not an address of this machine now; choose one with"
                                + " --broker.host=ADDRESS (127.0.0.1: this machine only, 0.0.0.0: every network)";
                    case UNKNOWN_HOST -> "broker.host " + host + " is not a name or address that this machine knows";
                    case OTHER ->
                        "cannot listen on broker.host " + host + ", broker.port " + port + ": " + Reason.of(cause);
                };
        return BrokerException.passing(words, cause);
    }

    /** Why the server did not start. @param cause what Artemis says; {@code null}: nothing */
    static BrokerException explain(@Nullable Exception cause, BrokerSettings settings, DataFolder data) {
        if (cause == null) {
            return new BrokerException("the broker did not start: no reason given");
        }
        for (Throwable t : Reason.chain(cause)) {
            if (t instanceof BrokerException words) {
                return words;
            }
            if (t instanceof GuardException words) {
                return new BrokerException(Reason.of(words), words);
            }
            if (t instanceof BindException bind) {
                return cannotListen(settings, bind);
            }
        }
        if (Reason.isDiskFull(cause)) {
            return full(data.path(), cause);
        }
        return new BrokerException("the broker did not start: " + Reason.of(cause), cause);
    }
}
