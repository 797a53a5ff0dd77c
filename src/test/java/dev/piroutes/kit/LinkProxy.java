package dev.piroutes.kit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP proxy that knows nothing of what passes, for a network that breaks. Loopback only. */
public final class LinkProxy implements AutoCloseable {

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    /** Passes on what comes to one address to another one, on the same port. */
    public LinkProxy(String address, String target, int port) throws IOException {
        this.target = new InetSocketAddress(target, port);
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(address, port));
        start(this::accept);
    }

    /** Ends what is open and takes nothing new, or takes it again. */
    public void broken(boolean isBroken) {
        broken = isBroken;
        if (isBroken) {
            open.forEach(LinkProxy::close);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket from = server.accept();
                if (broken) {
                    close(from);
                    continue;
                }
                Socket to = new Socket();
                open.add(from);
                open.add(to);
                try {
                    to.connect(target, 1_000);
                } catch (IOException e) {
                    close(from);
                    continue;
                }
                start(() -> pass(from, to));
                start(() -> pass(to, from));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                to.getOutputStream().write(bytes, 0, count);
            }
        } catch (IOException e) {
            // One end went.
        }
        close(from);
        close(to);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "link-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public void close() {
        broken(true);
        try {
            server.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
