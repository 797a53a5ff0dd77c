package dev.piroutes.cli;

import dev.piroutes.doctor.Machine;
import dev.piroutes.doctor.PortOwners;
import dev.piroutes.files.Reason;
import dev.piroutes.net.ListenFailure;
import java.io.IOException;

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
        try {
            ListenFailure.requireFree(host, port);
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
        return what
                + switch (ListenFailure.of(e)) {
                    case UNKNOWN_HOST ->
                        " cannot listen at " + host + ": no address of that name is known; use one of this machine's";
                    case NO_SUCH_ADDRESS -> " cannot listen at " + host + ": it is no address of this machine now";
                    case IN_USE ->
                        " is already in use" + by(port) + ": stop that program, or choose another with " + instead;
                    case OTHER -> " cannot be used: " + Reason.of(e);
                };
    }

    /** Who has a port, if this user may know that; else nothing. */
    static String by(int port) {
        return new PortOwners(Machine.here())
                .owner(port)
                .map(owner ->
                        " by " + (owner.length() > LONGEST_OWNER ? owner.substring(0, LONGEST_OWNER) + "…)" : owner))
                .orElse("");
    }
}
