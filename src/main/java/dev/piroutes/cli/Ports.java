package dev.piroutes.cli;

import dev.piroutes.doctor.Machine;
import dev.piroutes.doctor.PortChecks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Why a port cannot be listened on, in words. */
final class Ports {

    private static final int LONGEST_OWNER = 120;

    private Ports() {}

    /**
     * For a command that has nothing to do without its port.
     *
     * @param what the setting and its value
     * @param instead what to choose in its place
     * @throws UsageException if it cannot be listened on
     */
    static void requireFree(String host, int port, String what, String instead) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server will do: a connection of an earlier run that is still closing does not matter.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
        } catch (IOException e) {
            throw new UsageException(whyNot(host, port, what, instead, e));
        }
    }

    /**
     * One line for a server that could not listen.
     *
     * @param what the setting and its value
     * @param instead what to choose in its place
     */
    static String whyNot(String host, int port, String what, String instead, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (e instanceof UnknownHostException || reason.contains("nresolved address")) {
            return what + " cannot listen at " + host + ": no address of that name is known; use one of this machine's";
        }
        if (reason.contains("Cannot assign")) {
            return what + " cannot listen at " + host + ": it is no address of this machine now";
        }
        if (reason.contains("in use")) {
            return what + " is already in use" + by(port) + ": stop that program, or choose another with " + instead;
        }
        return what + " cannot be used: " + reason;
    }

    /** Who has a port, if this user may know that; else nothing. */
    static String by(int port) {
        return new PortChecks(Machine.here())
                .owner(port)
                .map(owner ->
                        " by " + (owner.length() > LONGEST_OWNER ? owner.substring(0, LONGEST_OWNER) + "…)" : owner))
                .orElse("");
    }
}
