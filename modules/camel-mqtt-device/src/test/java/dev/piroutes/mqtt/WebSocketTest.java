package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.net.Url;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as RFC 6455 has them. */
class WebSocketTest {

    private static final int BINARY = 2;
    private static final int PING = 9;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    /** As a server sends it. */
    private static byte[] frame(int opcode, boolean last, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length > 0xffff) {
            frame.put((byte) 127).putLong(payload.length);
        } else if (payload.length > 125) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) payload.length);
        }
        frame.put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private InputStream reading(byte[] received, int pieces) {
        return new WebSocket(new Wire.Slow(received, 0, pieces), sent);
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[1000];
        while (true) {
            try {
                int n = in.read(some, 0, some.length);
                if (n < 0) {
                    return all.toByteArray();
                }
                all.write(some, 0, n);
            } catch (SocketTimeoutException e) {
                // as it is with sockets
            }
        }
    }

    /** The time may be out anywhere, also within the head of a frame. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100_000})
    void bytesArriveWhateverTheirFramesAndPieces(int pieces) throws Exception {
        byte[] received = Wire.join(
                frame(BINARY, true, bytes(0)),
                frame(BINARY, true, bytes(125)),
                frame(BINARY, false, bytes(126)),
                frame(PING, true, "still there?".getBytes(UTF_8)),
                frame(0, true, bytes(0xffff)),
                frame(10, true, bytes(3)),
                frame(BINARY, true, bytes(0x10000)),
                frame(8, true, new byte[] {3, -24}));

        assertThat(readAll(reading(received, pieces)))
                .isEqualTo(Wire.join(bytes(125), bytes(126), bytes(0xffff), bytes(0x10000)));
        assertThat(sent.toByteArray()[0]).as("PONG").isEqualTo((byte) 0x8a);
        assertThat(unmasked()).isEqualTo("still there?".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 0xffff, 0x10000})
    void whatIsSentIsMasked(int size) throws Exception {
        OutputStream out = new WebSocket(InputStream.nullInputStream(), sent).out();
        out.write(bytes(size + 2), 1, size);

        assertThat(sent.toByteArray()[0]).isEqualTo((byte) 0x82);
        assertThat(unmasked()).isEqualTo(Arrays.copyOfRange(bytes(size + 2), 1, size + 1));
    }

    /** Of the one frame that was sent. */
    private byte[] unmasked() {
        ByteBuffer frame = ByteBuffer.wrap(sent.toByteArray(), 1, sent.size() - 1);
        int length = frame.get() & 0xff;
        assertThat(length).as("masked").isGreaterThan(127);
        length &= 0x7f;
        long size = length == 127 ? frame.getLong() : length == 126 ? frame.getShort() & 0xffff : length;
        byte[] mask = new byte[4];
        frame.get(mask);
        assertThat(frame.remaining()).isEqualTo((int) size);
        byte[] payload = new byte[frame.remaining()];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (frame.get() ^ mask[i % 4]);
        }
        return payload;
    }

    @ParameterizedTest
    @ValueSource(strings = {"8285", "8105", "8b00", "897e", "827fffffffffffffffff"})
    void aMalformedFrameEndsTheConnection(String hex) {
        byte[] received = Wire.join(HexFormat.of().parseHex(hex), new byte[200]);
        assertThatThrownBy(() -> readAll(reading(received, 1000)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("malformed WebSocket frame");
    }

    private void open(String url, String answer) throws Exception {
        WebSocket socket = new WebSocket(
                new InputStream() {
                    private ByteArrayInputStream in;

                    @Override
                    public int read() {
                        if (in == null) {
                            in = new ByteArrayInputStream(
                                    answer.replace("ACCEPT", acceptance()).getBytes(US_ASCII));
                        }
                        return in.read();
                    }
                },
                sent);
        socket.open(Url.ofMqttUrl(url));
    }

    private String acceptance() {
        String key = sent.toString(US_ASCII).replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void asksForMqtt() throws Exception {
        open(
                "ws://pi:8080",
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nsec-websocket-accept: ACCEPT\r\n\r\n");
        assertThat(sent.toString(US_ASCII))
                .startsWith("GET /mqtt HTTP/1.1\r\nHost: pi:8080\r\nUpgrade: websocket\r\n")
                .contains("\r\nSec-WebSocket-Protocol: mqtt\r\n")
                .endsWith("\r\nSec-WebSocket-Version: 13\r\n\r\n");
        sent.reset();
        open("ws://[::1]/broker", "HTTP/1.1 101 \r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n");
        assertThat(sent.toString(US_ASCII)).startsWith("GET /broker HTTP/1.1\r\nHost: [::1]:80\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 404 Not Found\r\n\r\n",
                "HTTP/1.1 101 \r\nSec-WebSocket-Accept: another\r\n\r\n",
                "",
                "HTTP/1.1 101 \r\n"
            })
    void saysThatThereIsNoWebSocket(String answer) {
        assertThatThrownBy(() -> open("ws://pi", answer))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no WebSocket there: the server ");
    }
}
