package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.piroutes.net.Url;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/** The client's end of a WebSocket (RFC 6455) with the sub-protocol {@code mqtt}: the bytes that come, and where others go, whatever their frames. */
final class WebSocket extends InputStream {

    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LONGEST_LINE = 8192;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InputStream in;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();

    /** Of the frame that is being read: its head, and what a control frame carries. Reading may stop anywhere in it. */
    private final byte[] head = new byte[2 + 125];

    private int have;
    /** What is still to come of a data frame. */
    private long left;

    WebSocket(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** @throws IOException if the server does not take it */
    void open(Url server) throws IOException {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String key = Base64.getEncoder().encodeToString(random);
        String request = String.join(
                "\r\n",
                "GET " + (server.path().isEmpty() ? "/mqtt" : server.path()) + " HTTP/1.1",
                "Host: " + server.address(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + key,
                "Sec-WebSocket-Protocol: mqtt",
                "Sec-WebSocket-Version: 13",
                "\r\n");
        out.write(request.getBytes(US_ASCII));
        out.flush();
        String status = line();
        String accepted = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:")) {
                accepted = line.substring(line.indexOf(':') + 1).trim();
            }
        }
        if (!status.matches("HTTP/1\\.[0-9] 101\\b.*") || !accepted.equals(acceptance(key))) {
            throw new IOException("no WebSocket there: the server answers " + PublishRules.show(status));
        }
    }

    private static String acceptance(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("no WebSocket there: the server does not answer as one");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (left == 0) {
            if (head() == CLOSE) {
                return -1;
            }
        }
        int n = in.read(to, offset, (int) Math.min(length, left));
        left -= Math.max(0, n);
        return n;
    }

    OutputStream out() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one});
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                writing.lock();
                try {
                    send(BINARY, bytes, from, length);
                } finally {
                    writing.unlock();
                }
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    /** Reads up to where data begins; of control frames all. */
    private int head() throws IOException {
        await(2);
        int opcode = head[0] & 0xf;
        int length = head[1]; // negative if masked, which only a client's frame is
        boolean data = opcode == BINARY || opcode == CONTINUATION;
        if (length < 0 || !data && (opcode < CLOSE || opcode > PONG || length > 125)) {
            throw new IOException(String.format("malformed WebSocket frame: 0x%02x%02x", head[0], head[1]));
        }
        int size = data ? length == 127 ? 10 : length == 126 ? 4 : 2 : 2 + length;
        await(size);
        have = 0;
        if (data) {
            ByteBuffer extended = ByteBuffer.wrap(head, 2, 8);
            left = length == 127 ? extended.getLong() : length == 126 ? extended.getShort() & 0xffff : length;
            if (left < 0) {
                throw new IOException("malformed WebSocket frame: a length of " + left);
            }
        } else if (opcode == PING && writing.tryLock()) {
            try {
                send(PONG, head, 2, length);
                out.flush();
            } finally {
                writing.unlock();
            }
        }
        return opcode;
    }

    private void await(int size) throws IOException {
        while (have < size) {
            int n = in.read(head, have, size - have);
            if (n < 0) {
                throw new EOFException();
            }
            have += n;
        }
    }

    /** A frame of a client's is masked. */
    private void send(int opcode, byte[] bytes, int from, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) (0x80 | opcode));
        if (length > 0xffff) {
            frame.put((byte) (0x80 | 127)).putLong(length);
        } else if (length > 125) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | length));
        }
        byte[] mask = new byte[4];
        RANDOM.nextBytes(mask);
        frame.put(mask);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (bytes[from + i] ^ mask[i & 3]));
        }
        out.write(frame.array(), 0, frame.position());
    }
}
