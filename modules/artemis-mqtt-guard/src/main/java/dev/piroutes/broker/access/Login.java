package dev.piroutes.broker.access;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself in its CONNECT, and what is known of its connection.
 *
 * @param address the client's address, without the port
 * @param tls whether the connection is encrypted
 * @param certificate the client's own, checked against the trusted ones; {@code null} if it has shown none
 * @param clientId may be empty: then the broker will choose one
 * @param password the broker's copy, not to be kept
 * @param willTopic {@code null}: no will
 */
public record Login(
        String address,
        boolean tls,
        @Nullable X509Certificate certificate,
        String clientId,
        @Nullable String user,
        byte @Nullable [] password,
        @Nullable String willTopic) {

    /** Without the password. */
    @Override
    public String toString() {
        return "Login[" + address + ", client id " + clientId + ", user " + user + "]";
    }
}
