package dev.piroutes.verify;

import dev.piroutes.net.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

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
        connected("cannot use the broker", (socket, codec) -> {});
    }

    /** @throws IOException in one line, if the broker has not acknowledged it */
    void publish(String topic, String payload, boolean retained) throws IOException {
        connected("cannot publish " + topic + " at the broker", (socket, codec) -> {
            send(
                    socket,
                    codec,
                    MqttMessageBuilders.publish()
                            .topicName(topic)
                            .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8))
                            .qos(MqttQoS.AT_LEAST_ONCE)
                            .retained(retained)
                            .messageId(1)
                            .build());
            expect(socket.getInputStream(), PUBACK);
        });
    }

    private interface Errand {
        void run(Socket socket, PacketCodec codec) throws IOException;
    }

    private void connected(String failing, Errand errand) throws IOException {
        PacketCodec codec = new PacketCodec();
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MS);
            socket.connect(broker, LIMIT_MS);
            send(socket, codec, connect());
            expect(socket.getInputStream(), CONNACK);
            errand.run(socket, codec);
            send(socket, codec, MqttMessage.DISCONNECT);
        } catch (UnknownHostException e) {
            throw new IOException(failing + " " + name() + ": there is no such host", e);
        } catch (SocketTimeoutException e) {
            throw new IOException(failing + " " + name() + ": it does not answer", e);
        } catch (IOException e) {
            throw new IOException(failing + " " + name() + ": " + e.getMessage(), e);
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

    private static void send(Socket socket, PacketCodec codec, MqttMessage message) throws IOException {
        ByteBuf bytes = codec.write(message);
        try {
            byte[] packet = new byte[bytes.readableBytes()];
            bytes.readBytes(packet);
            socket.getOutputStream().write(packet);
        } finally {
            bytes.release();
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
