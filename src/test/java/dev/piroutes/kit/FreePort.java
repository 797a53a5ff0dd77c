package dev.piroutes.kit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of this machine that nobody has at the moment. The operating system gives it to nobody else meanwhile: a connection
 * gets a port from 32768 on (Linux), or from 49152 on.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int BEHIND = 32_768;

    private FreePort() {}

    public static int find() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // somebody has it
            }
        }
    }
}
