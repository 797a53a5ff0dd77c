package dev.piroutes.broker.pair;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lines over a socket, of a length and within a time. */
final class PairTalk implements AutoCloseable {
    /** The first word of whoever answers. */
    static final String GREETING = "pi-routes-pair-1";

    /** The answer to a wrong proof. */
    static final String DENIED = "denied";

    /** Milliseconds for each of: connecting, one line. More than a busy Pi needs. */
    static final int PATIENCE_MS = 1_500;

    private static final int LONGEST_LINE = 300;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    PairTalk(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    static PairTalk with(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            return new PairTalk(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void say(String... words) throws IOException {
        out.write((String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The words of the next line. */
    String[] hear() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == LONGEST_LINE) {
                throw new IOException("no line came");
            }
            line.append((char) c);
        }
        return line.toString().split(" ");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
