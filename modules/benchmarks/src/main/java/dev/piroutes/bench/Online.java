package dev.piroutes.bench;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until a started system is up: a client that tries to connect every {@value #RETRY_MS} ms has seen both devices'
 * statuses as {@code online}.
 */
final class Online {
    private static final long RETRY_MS = 5;
    private static final long LIMIT_SECONDS = 60;

    private final Running running;
    private final long limit;

    private Online(Running running) {
        this.running = running;
        this.limit = running.startedAt() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    }

    /** @return milliseconds from the start of the first process */
    static double await(Running running) {
        return new Online(running).watch();
    }

    private double watch() {
        while (true) {
            try (Link link = new Link(Link.Address.of(running.place().port()), "bench-online", true)) {
                return watch(link);
            } catch (IOException e) {
                running.mustRun();
                if (System.nanoTime() > limit) {
                    throw new BenchException("not both devices were online within " + LIMIT_SECONDS + " s");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MS));
            }
        }
    }

    private double watch(Link link) throws IOException {
        Set<String> missing = new HashSet<>(Set.of(Topics.STATUS_A, Topics.STATUS_B));
        link.write(Packet.subscribe(Topics.STATUSES, 1));
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("waiting for " + missing);
            }
            link.readTimeout((int) left);
            Packet packet = link.read();
            if (packet.type() != Packet.PUBLISH) {
                continue;
            }
            Message message = packet.message();
            if (message.text().equals("online") && missing.remove(message.topic()) && missing.isEmpty()) {
                return (System.nanoTime() - running.startedAt()) / 1e6;
            }
            if (message.id() != 0) {
                link.write(Packet.acknowledgement(message.id()));
            }
        }
    }
}
