package dev.piroutes.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** All that passed between one device and the broker, in order; others can wait for what is to come. Thread-safe. */
final class Track {

    /** A device that floods must not take the memory: what comes after so many packets is passed on, and not kept. */
    private static final int LONGEST = 50_000;

    private final List<Packet> packets = new ArrayList<>();

    synchronized void add(Packet packet) {
        if (packets.size() < LONGEST) {
            packets.add(packet);
            notifyAll();
        }
    }

    /** How many there are: from here on is what comes next. */
    synchronized int mark() {
        return packets.size();
    }

    synchronized List<Packet> since(int mark) {
        return List.copyOf(packets.subList(mark, packets.size()));
    }

    /** The first that fits, among those since the mark and those to come. */
    synchronized Optional<Packet> await(int mark, Duration limit, Predicate<Packet> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int next = mark;
        while (true) {
            for (; next < packets.size(); next++) {
                if (wanted.test(packets.get(next))) {
                    return Optional.of(packets.get(next));
                }
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left / 1_000_000 + 1);
        }
    }

    /** Lets time pass, so that what must not come could have come. */
    void pause(Duration time) throws InterruptedException {
        await(mark(), time, packet -> false);
    }

    long count(int mark, Predicate<Packet> wanted) {
        return since(mark).stream().filter(wanted).count();
    }

    /** What the device published since then. */
    List<Packet.Publish> published(int mark) {
        List<Packet.Publish> published = new ArrayList<>();
        for (Packet packet : since(mark)) {
            if (packet.fromDevice() && packet.content() instanceof Packet.Publish publish) {
                published.add(publish);
            }
        }
        return published;
    }
}
