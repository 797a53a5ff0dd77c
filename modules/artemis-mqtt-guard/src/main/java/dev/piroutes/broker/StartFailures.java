package dev.piroutes.broker;

import dev.piroutes.broker.guard.GuardException;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a broker cannot start, as one line for the person at the keyboard: looked for before the start, or explained after it. */
final class StartFailures {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private StartFailures() {}

    /** Artemis opens the next file of its journal ahead, and ends its start if it cannot. */
    static void requireRoom(DataFolder data, long bytes) {
        try {
            if (Files.getFileStore(data.path()).getUsableSpace() < bytes) {
                throw full(data, new IOException("less than " + bytes + " bytes are free"));
            }
        } catch (IOException e) {
            LOG.debug("how much room there is cannot be told", e);
        }
    }

    private static BrokerException full(DataFolder data, Exception cause) {
        return BrokerException.passing("the disk of data folder " + data.path() + " is full: make room", cause);
    }

    /** Fails before anything is started, in words; a port that is taken a moment later still fails in Artemis's start. */
    static void requireFree(BrokerSettings settings) {
        InetAddress address;
        try {
            address = InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw BrokerException.passing(
                    "broker.host " + settings.host() + " is not a name or address that this machine knows", e);
        }
        try (ServerSocket probe = new ServerSocket()) {
            // As Artemis does: connections of a broker that just ended may linger.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, settings.port()));
        } catch (IOException e) {
            throw cannotListen(settings, e);
        }
    }

    private static BrokerException cannotListen(BrokerSettings settings, Exception cause) {
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("Address already in use")) {
            return BrokerException.passing(
                    "port " + settings.port() + " is already in use on " + settings.host()
                            + ": stop the program that listens there, or choose another port with --broker.port=N",
                    cause);
        }
        if (reason.contains("Cannot assign requested address")) {
            return BrokerException.passing(
                    "broker.host " + settings.host() + " is not an address of this machine now; choose one with"
                            + " --broker.host=ADDRESS (127.0.0.1: this machine only, 0.0.0.0: every network)",
                    cause);
        }
        return BrokerException.passing(
                "cannot listen on broker.host " + settings.host() + ", broker.port " + settings.port() + ": " + reason,
                cause);
    }

    /** Why the server did not start. @param cause what Artemis says; {@code null}: nothing */
    static BrokerException explain(@Nullable Exception cause, BrokerSettings settings, DataFolder data) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof BrokerException words) {
                return words;
            }
            if (t instanceof GuardException words) {
                return new BrokerException(String.valueOf(words.getMessage()), words);
            }
            if (t instanceof BindException bind) {
                return cannotListen(settings, bind);
            }
        }
        if (cause != null && Reason.isDiskFull(cause)) {
            return full(data, cause);
        }
        return new BrokerException("the broker did not start: " + (cause == null ? "no reason given" : cause), cause);
    }
}
