package dev.piroutes.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** What somebody does to a broker who means it ill, or, to compare with, well; from loopback addresses of its own. */
final class Attack implements AutoCloseable {
    private static final byte[] CONNECT = HexFormat.of().parseHex("100c00044d5154540402003c0000");
    private static final byte[] DISCONNECT = HexFormat.of().parseHex("e000");
    private static final byte[] CLAIM = HexFormat.of().parseHex("30ffffff7f0001");
    private static final int TIMEOUT_MS = 2_000;
    private static final int DRIPPING = 200;
    private static final int GOOD_ADDRESSES = 10;

    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean over;

    private interface Step {
        void run(Socket socket, int round) throws IOException;
    }

    Attack(int port) {
        this.port = port;
    }

    /** Clients that come, are accepted, and go, so many a second. */
    Attack wellBehaved(int perSecond) {
        return repeat(perSecond, round -> "127.0.0." + (10 + round % GOOD_ADDRESSES), (socket, round) -> {
            socket.getOutputStream().write(CONNECT);
            socket.getInputStream().readNBytes(4);
            socket.getOutputStream().write(DISCONNECT);
        });
    }

    /** Connections that say nothing and go. */
    Attack connections(int perSecond) {
        return repeat(perSecond, round -> "127.0.0.2", (socket, round) -> {});
    }

    /** Connected clients that go on with random bytes. */
    Attack malformed(int perSecond) {
        Random random = new Random(7);
        return repeat(perSecond, round -> "127.0.0.3", (socket, round) -> {
            byte[] garbage = new byte[50];
            random.nextBytes(garbage);
            if (round % 2 == 0) {
                socket.getOutputStream().write(CONNECT);
                socket.getInputStream().readNBytes(4);
            }
            socket.getOutputStream().write(garbage);
        });
    }

    /** Connected clients that announce a packet of 256 MB, and begin to send it. */
    Attack claims(int perSecond) {
        return repeat(perSecond, round -> "127.0.0.4", (socket, round) -> {
            socket.getOutputStream().write(CONNECT);
            socket.getInputStream().readNBytes(4);
            socket.getOutputStream().write(CLAIM);
            for (int i = 0; i < 16; i++) {
                socket.getOutputStream().write(new byte[64 * 1024]);
            }
        });
    }

    /** A client that publishes with QoS 0 as fast as it is read. */
    Attack flood(int payload) {
        byte[] publish = WireClient.bytes(o -> {
            int rest = 3 + payload;
            o.writeByte(0x30);
            do {
                o.writeByte(rest > 127 ? rest & 0x7f | 0x80 : rest);
                rest >>= 7;
            } while (rest > 0);
            o.writeUTF("f");
            o.write(new byte[payload]);
        });
        running.add(threads.submit(() -> {
            try (Socket socket = connect("127.0.0.6")) {
                socket.getOutputStream().write(CONNECT);
                socket.getInputStream().readNBytes(4);
                while (!over) {
                    socket.getOutputStream().write(publish);
                    done.incrementAndGet();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("it is slowed down, not cut off", e);
            }
        }));
        return this;
    }

    /** Connections that send one byte of a CONNECT now and then, and are opened again when they are closed. */
    Attack slowLoris() {
        running.add(threads.submit(() -> {
            List<Socket> open = new ArrayList<>();
            for (int round = 0; !over; round++) {
                while (open.size() < DRIPPING && !over) {
                    open(open);
                }
                int at = round % CONNECT.length;
                open.removeIf(socket -> !write(socket, CONNECT[at]));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
            open.forEach(Attack::closeQuietly);
        }));
        return this;
    }

    private void open(List<Socket> open) {
        try {
            open.add(connect("127.0.0.5"));
            done.incrementAndGet();
        } catch (IOException e) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static boolean write(Socket socket, byte b) {
        try {
            socket.getOutputStream().write(b);
            return true;
        } catch (IOException e) {
            closeQuietly(socket);
            return false;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was open or not.
        }
    }

    private Attack repeat(int perSecond, IntFunction<String> address, Step step) {
        running.add(threads.submit(() -> {
            long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
            long next = System.nanoTime();
            for (int round = 0; !over; round++) {
                try (Socket socket = connect(address.apply(round))) {
                    step.run(socket, round);
                } catch (IOException e) {
                    // Refused, or closed by the broker: what it should do.
                }
                done.incrementAndGet();
                next = Math.max(next + pause, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(100));
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }));
        return this;
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
            // A reset: thousands of ports in TIME_WAIT would end the test, not the broker.
            socket.setSoLinger(true, 0);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** How many connections were made; of a flood, packets sent. */
    long connectionsMade() {
        return done.get();
    }

    @Override
    public void close() {
        over = true;
        threads.shutdown();
        for (Future<?> one : running) {
            try {
                one.get(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("an attack did not go as meant", e);
            }
        }
    }
}
