package dev.piroutes.verify;

import dev.piroutes.files.Reason;
import dev.piroutes.net.Address;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at the broker behind the proxy, QoS 1, and waits for the acknowledgement. Each message has a connection of its
 * own: so there is none to keep alive or to find again. MQTT 3.1.1, or 5 for a message with properties; without a user.
 */
final class Publisher {

    private static final int LIMIT_MS = 10_000;
    private static final int CONNACK = 0x20;
    private static final int PUBACK = 0x40;

    private final InetSocketAddress broker;

    Publisher(InetSocketAddress broker) {
        this.broker = broker;
    }

    /** @throws IOException in one line, if there is no broker that takes it in */
    void reach() throws IOException {
        connect("cannot use the broker", null);
    }

    /** @throws IOException in one line, if the broker has not acknowledged it */
    void publish(String topic, String payload, boolean retained) throws IOException {
        publish(new Packet.Publish(topic, payload, 1, retained, false, 1));
    }

    /** @throws IOException in one line, if the broker has not acknowledged it */
    void publish(Packet.Publish message) throws IOException {
        connect("cannot publish " + message.topic() + " at the broker", message);
    }

    private void connect(String failing, Packet.@Nullable Publish message) throws IOException {
        PacketCodec codec = new PacketCodec();
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MS);
            socket.connect(broker, LIMIT_MS);
            boolean plain = message == null || message.properties().equals(Packet.Properties.NONE);
            send(socket, codec.write(connect(plain ? MqttVersion.MQTT_3_1_1 : MqttVersion.MQTT_5)));
            expect(socket.getInputStream(), CONNACK);
            if (message != null) {
                send(socket, codec.write(message));
                expect(socket.getInputStream(), PUBACK);
            }
            send(socket, codec.write(MqttMessage.DISCONNECT));
        } catch (UnknownHostException e) {
            throw new IOException(failing + " " + name() + ": there is no such host", e);
        } catch (SocketTimeoutException e) {
            throw new IOException(failing + " " + name() + ": it does not answer", e);
        } catch (IOException e) {
            throw new IOException(failing + " " + name() + ": " + Reason.of(e), e);
        } finally {
            codec.close();
        }
    }

    private String name() {
        return new Address(broker.getHostString(), broker.getPort()).toString();
    }

    private static MqttMessage connect(MqttVersion version) {
        return MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("PiRoutesVerify-" + UUID.randomUUID().toString().substring(0, 8))
                .cleanSession(true)
                .keepAlive(60)
                .build();
    }

    private static void send(Socket socket, ByteBuf packet) throws IOException {
        try {
            packet.readBytes(socket.getOutputStream(), packet.readableBytes());
        } finally {
            packet.release();
        }
    }

    /** Type and length, then for a CONNACK flags and code, for a PUBACK the id and, in MQTT 5 if it is not 0, a code. */
    private static void expect(InputStream in, int type) throws IOException {
        int first = in.read();
        byte[] answer = in.readNBytes(length(in));
        if ((first & 0xf0) != type || answer.length < 2) {
            throw new IOException("it closed the connection, or does not speak that version of MQTT");
        }
        int code = (type == CONNACK ? answer[1] : answer.length > 2 ? answer[2] : 0) & 0xff;
        if (code >= (type == CONNACK ? 1 : 0x80)) {
            throw new IOException(
                    "it refused the " + (type == CONNACK ? "connection" : "message") + " with code " + code);
        }
    }

    /** A variable byte integer. */
    private static int length(InputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int digit = Math.max(0, in.read());
            length |= (digit & 0x7f) << shift;
            if (digit < 0x80) {
                break;
            }
        }
        return length;
    }
}
