package dev.piroutes.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Whether a port can be listened on, said before anything is started. */
final class Ports {

    private Ports() {}

    /**
     * @param what the setting and its value
     * @param instead what to choose in its place
     * @throws UsageException if it cannot
     */
    static void requireFree(String host, int port, String what, String instead) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UsageException(what + ": there is no address \"" + host + "\"; use one of this machine's");
        }
        try (ServerSocket socket = new ServerSocket()) {
            // As the server will do: a connection of an earlier run that is still closing does not matter.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), 1);
        } catch (BindException e) {
            throw new UsageException(what
                    + (String.valueOf(e.getMessage()).contains("Cannot assign")
                            ? " cannot listen at " + host + ": it is no address of this machine"
                            : " is already in use: choose another with " + instead));
        } catch (IOException e) {
            throw new UsageException(what + " cannot be used: " + e.getMessage());
        }
    }
}
