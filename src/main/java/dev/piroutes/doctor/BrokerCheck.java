package dev.piroutes.doctor;

import static dev.piroutes.source.Finding.error;
import static dev.piroutes.source.Finding.ok;

import dev.piroutes.files.Reason;
import dev.piroutes.net.Address;
import dev.piroutes.net.Url;
import dev.piroutes.source.Finding;
import dev.piroutes.tls.HandshakeFailure;
import dev.piroutes.tls.Trust;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Whether a broker answers: TCP, then TLS, then an MQTT 3.1.1 CONNECT without a client id, which makes a session that is gone
 * with the connection.
 */
public final class BrokerCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final @Nullable String username;
    private final @Nullable String password;
    private final @Nullable Path ca;

    /** @param ca PEM file of the authority that signed the broker's certificate; null: one that Java knows */
    public BrokerCheck(@Nullable String username, @Nullable String password, @Nullable Path ca) {
        this.username = username;
        this.password = password;
        this.ca = ca;
    }

    /** Tries one broker. */
    public Finding reach(Url url) {
        if (ca != null && !Files.isReadable(ca)) {
            return error("broker", "mqtt.ca " + ca + " cannot be read: name the PEM file of the authority");
        }
        Address address = url.address();
        try (Socket socket = new Socket()) {
            socket.connect(address.toSocketAddress(), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            if (url.scheme().startsWith("ws")) {
                return ok("broker", url + " takes connections; whether it speaks MQTT over WebSocket was not tried");
            }
            return answer(url, connect(url.scheme().equals("ssl") ? secured(socket, address) : socket));
        } catch (UnknownHostException e) {
            return error("broker", url + ": no machine has that name: correct mqtt.url, or use an address");
        } catch (SocketTimeoutException e) {
            return error(
                    "broker",
                    url + " does not answer within " + PATIENCE.toSeconds()
                            + " s: is it that port, and does a firewall let it through?");
        } catch (SSLException e) {
            return error("broker", url + ": " + HandshakeFailure.inWords(e).orElse("TLS failed"));
        } catch (IOException e) {
            return error(
                    "broker", url + ": " + e.getMessage() + ": is it started, on that port, and open to this network?");
        } catch (GeneralSecurityException e) {
            return error("broker", "mqtt.ca " + ca + " cannot be used: " + Reason.of(e));
        }
    }

    private Finding answer(Url url, int code) {
        return switch (code) {
            case 0 -> ok("broker", url + " takes a client" + (username == null ? "" : " as " + who()));
            case 4, 5 ->
                username == null
                        ? ok(
                                "broker",
                                url + " answers, and wants to know who a client is (mqtt.username or mqtt.credentials)")
                        : error("broker", url + " refuses " + who() + ": check mqtt.username and mqtt.password");
            case 3 -> error("broker", url + " answers that it is not available");
            case 2 -> ok("broker", url + " answers, and wants a client id");
            default -> error("broker", url + " answers, but not in MQTT 3.1.1: is it that port?");
        };
    }

    /** A name that has no password may be a token. */
    private String who() {
        return password == null ? "a user name without a password" : "user " + username;
    }

    private Socket secured(Socket plain, Address broker) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        Trust trust = new Trust(ca, Clock.systemUTC());
        context.init(null, trust.managers(), null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, broker.host(), broker.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Sends CONNECT and, if it was accepted, DISCONNECT; returns the code of CONNACK, or -1 for anything else. */
    private int connect(Socket socket) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream packet = new DataOutputStream(body);
        text(packet, "MQTT");
        packet.writeByte(4);
        packet.writeByte(0x02 | (username == null ? 0 : 0x80) | (username == null || password == null ? 0 : 0x40));
        packet.writeShort(10);
        text(packet, "");
        if (username != null) {
            text(packet, username);
            if (password != null) {
                text(packet, password);
            }
        }
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(0x10);
        for (int left = body.size(); ; left >>= 7) {
            out.write(left < 0x80 ? left : left & 0x7f | 0x80);
            if (left < 0x80) {
                break;
            }
        }
        body.writeTo(out);
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] connack = in.readNBytes(4);
        if (connack.length < 4 || connack[0] != 0x20 || connack[1] != 2) {
            return -1;
        }
        if (connack[3] == 0) {
            out.write(new byte[] {(byte) 0xe0, 0});
            out.flush();
        }
        return connack[3];
    }

    /** In UTF-8; Java's own {@code writeUTF} writes emoji otherwise. */
    private static void text(DataOutputStream packet, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        packet.writeShort(bytes.length);
        packet.write(bytes);
    }
}
