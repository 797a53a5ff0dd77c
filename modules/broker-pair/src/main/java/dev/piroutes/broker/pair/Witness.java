package dev.piroutes.broker.pair;

import dev.piroutes.net.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;

/** A third machine, a router or a server: a node that reaches it has a network, and it is the peer that is gone. */
final class Witness {
    private static final int ATTEMPTS = 3;
    private static final int PATIENCE_MS = 1_000;

    private final Address address;

    Witness(Address address) {
        this.address = address;
    }

    /** Whether it answers: a connection, or a refusal of one. Takes three seconds at most. */
    boolean answers() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(address.toSocketAddress(), PATIENCE_MS);
                return true;
            } catch (ConnectException e) {
                if (String.valueOf(e.getMessage()).contains("refused")) {
                    return true;
                }
            } catch (IOException e) {
                // No answer in time, or no such name: once more.
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
