package dev.piroutes.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Why a server cannot listen at an address. */
public enum ListenFailure {
    /** Another program listens there. */
    IN_USE,
    /** It is no address of this machine now. */
    NO_SUCH_ADDRESS,
    /** No address of that name is known. */
    UNKNOWN_HOST,
    /** Any other reason, such as a port that needs more rights. */
    OTHER;

    /**
     * Tries it as a server does: connections of an earlier one that are still closing do not matter.
     *
     * @throws IOException if a server could not listen there
     */
    public static void requireFree(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
        }
    }

    /** What an attempt to listen failed for; it is in the message only. */
    public static ListenFailure of(IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (e instanceof UnknownHostException || reason.contains("nresolved address")) {
            return UNKNOWN_HOST;
        }
        if (reason.contains("Cannot assign")) {
            return NO_SUCH_ADDRESS;
        }
        return reason.contains("in use") ? IN_USE : OTHER;
    }
}
