package dev.piroutes.broker;

import dev.piroutes.net.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where MQTT clients connect: an acceptor of {@code broker.xml}, for TCP and WebSocket.
 *
 * @param name of the acceptor
 * @param host the name or address that it is bound to
 * @param port the TCP port; 0 before the broker has started, where any free one will do
 * @param tls whether it takes nothing but TLS
 */
public record Listener(String name, String host, int port, boolean tls) {

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Host and port. */
    public String address() {
        return new Address(host, port).toString();
    }

    Listener withPort(int actual) {
        return new Listener(name, host, actual, tls);
    }
}
