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
 * own: so there is none to keep alive or to find again. MQTT 3.1.1, without a user.
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
        Packet.Publish message = new Packet.Publish(topic, payload, 1, retained, false, 1);
        connect("cannot publish " + topic + " at the broker", message);
    }

    private void connect(String failing, Packet.@Nullable Publish message) throws IOException {
        PacketCodec codec = new PacketCodec();
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MS);
            socket.connect(broker, LIMIT_MS);
            send(socket, codec.write(connect()));
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

    private static MqttMessage connect() {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
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

    /** In MQTT 3.1.1 both answers have four bytes; the last of a CONNACK is its return code. */
    private static void expect(InputStream in, int type) throws IOException {
        byte[] answer = in.readNBytes(4);
        if (answer.length < 4 || (answer[0] & 0xf0) != type) {
            throw new IOException("it closed the connection, or speaks no MQTT 3.1.1");
        }
        if (type == CONNACK && answer[3] != 0) {
            throw new IOException("it refused the connection with code " + answer[3]);
        }
    }
}
