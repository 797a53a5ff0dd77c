package dev.piroutes.bench;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A {@code kill -9} of a broker in the middle of a burst, and what it has then lost of the messages that it had acknowledged.
 * They go in turns to a session that is away, to one that is there, and to retained topics. Less than a thousand go to each:
 * what some brokers queue at most.
 */
final class CrashMeasure {
    private static final int KINDS = 3;
    private static final int AWAY = 0;
    private static final int THERE = 1;
    private static final int KEPT = 2;

    private static final int BURST = 100;
    private static final long BETWEEN_BURSTS_MS = 300;
    /** A broker that writes every second has written the sessions. */
    private static final long SETTLE_MS = 2_000;

    private static final long LINGER_MS = 500;
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long LIMIT_SECONDS = 30;

    private final Place place;
    private final int killAt;
    private final CrashTally tally;
    /** The numbers acknowledged by the broker, by kind. */
    private final List<Set<Integer>> acknowledged = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());

    /** @param number of the crash; each comes a burst later than the one before */
    CrashMeasure(Place place, int number, CrashTally tally) {
        this.place = place;
        this.killAt = (8 + number) * BURST + BURST / 2;
        this.tally = tally;
    }

    void measure(Broker broker) throws IOException, InterruptedException {
        try (Running running = broker.start(place)) {
            running.awaitBroker();
            try (PersistentSession away = new PersistentSession(place.port(), "bench-away", "crash/away");
                    PersistentSession there = new PersistentSession(place.port(), "bench-there", "crash/there")) {
                Console.pause(SETTLE_MS);
                away.leave();
                crash(running);
                acknowledged.forEach(numbers -> tally.acknowledged(numbers.size()));
                running.restartBroker();
                if (isBack(running)) {
                    compare(away, there);
                }
            }
        }
    }

    private boolean isBack(Running running) throws InterruptedException {
        try {
            running.awaitBroker();
            return true;
        } catch (BenchException e) {
            Console.say("not back: " + e.getMessage());
            tally.dead();
            return false;
        }
    }

    private void compare(PersistentSession away, PersistentSession there) throws IOException {
        away.resume();
        there.resume();
        long since = System.nanoTime();
        try (PersistentSession kept = new PersistentSession(place.port(), "bench-kept", "crash/kept/#")) {
            List<PersistentSession> sessions = List.of(away, there, kept);
            while (sessions.stream()
                    .anyMatch(session -> missing(session, sessions) > 0
                            && System.nanoTime() - Math.max(since, session.lastAt()) < SILENCE)) {
                Console.pause(1);
            }
            // What comes twice comes later.
            Console.pause(LINGER_MS);
            tally.lost(missing(away, sessions), missing(there, sessions), missing(kept, sessions));
            sessions.forEach(session -> tally.repeated(session.twice()));
            // Retained messages have no order.
            tally.swapped(away.swaps() + there.swaps());
        }
    }

    private int missing(PersistentSession session, List<PersistentSession> sessions) {
        return session.missing(acknowledged.get(sessions.indexOf(session)));
    }

    /** Publishes until the broker is gone, which is killed when it has acknowledged so many. */
    private void crash(Running running) throws IOException, InterruptedException {
        Semaphore window = new Semaphore(BURST);
        try (Link link = new Link(Link.Address.of(place.port()), "bench-publisher", true)) {
            Thread reader = new Thread(() -> acknowledgements(running, link, window), "bench-publisher-reader");
            reader.start();
            try {
                for (int i = 0; reader.isAlive(); i++) {
                    if (i % BURST == 0) {
                        Console.pause(BETWEEN_BURSTS_MS);
                    }
                    if (!window.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                        throw new BenchException(
                                "the broker has not acknowledged anything for " + LIMIT_SECONDS + " s");
                    }
                    link.write(Packet.publish(message(i), i + 1));
                }
            } catch (IOException e) {
                // The broker is dead; what it had acknowledged is read to its end.
            }
            reader.join();
        }
    }

    private static Message message(int number) {
        String text = Integer.toString(number);
        return switch (number % KINDS) {
            case AWAY -> new Message("crash/away", text, false);
            case THERE -> new Message("crash/there", text, false);
            default -> new Message("crash/kept/" + number, text, true);
        };
    }

    private void acknowledgements(Running running, Link link, Semaphore window) {
        int count = 0;
        try {
            while (true) {
                Packet packet = link.read();
                if (packet.type() == Packet.PUBACK) {
                    int number = packet.firstShort() - 1;
                    acknowledged.get(number % KINDS).add(number);
                    window.release();
                    if (++count == killAt) {
                        running.crashBroker();
                    }
                }
            }
        } catch (IOException e) {
            window.release(BURST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
