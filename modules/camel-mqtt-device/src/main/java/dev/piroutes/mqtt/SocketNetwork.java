package dev.piroutes.mqtt;

import dev.piroutes.net.Url;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP, with TLS and {@link WebSocket} over it as the address says. */
final class SocketNetwork implements Network {

    private static final int ANSWER = (int) Transport.ANSWER.toMillis();
    private static final int SILENCE = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(SocketNetwork.class);

    private final Url broker;
    private final @Nullable SSLSocketFactory tls;
    /** It is this one that is closed: TLS would first say good-bye, and wait until that can be written. */
    private final Socket socket = new Socket();

    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    /** @param tls is used if the address says so */
    SocketNetwork(Url broker, @Nullable SSLSocketFactory tls) {
        this.broker = broker;
        this.tls = DeviceTls.isMeant(broker.toString()) ? tls : null;
    }

    @Override
    public void open() throws IOException {
        // Nagle's algorithm costs 40 ms a command, together with delayed acknowledgements.
        socket.setTcpNoDelay(true);
        socket.connect(broker.address().toSocketAddress(), ANSWER);
        socket.setSoTimeout(ANSWER);
        Socket used = tls == null ? socket : secured(tls);
        in = used.getInputStream();
        out = used.getOutputStream();
        if (broker.scheme().startsWith("ws")) {
            WebSocket over = new WebSocket(new BufferedInputStream(in), out);
            over.open(broker);
            in = over;
            out = over.out();
        }
        socket.setSoTimeout(SILENCE);
    }

    private Socket secured(SSLSocketFactory factory) throws IOException {
        SSLSocket secured = (SSLSocket) factory.createSocket(
                socket, broker.address().host(), broker.address().port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        // The certificate must be for this host, by the rules of HTTPS.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    @Override
    public InputStream in() {
        return Objects.requireNonNull(in);
    }

    @Override
    public OutputStream out() {
        return Objects.requireNonNull(out);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("{}: {}", broker, e.toString());
        }
    }
}
