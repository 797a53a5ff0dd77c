package dev.piroutes.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A client that notes the numbers it gets over several connections, acknowledges them at once, and sees what is repeated. */
final class PersistentSession implements AutoCloseable {
    private static final int DUP = 0x08;

    private final int port;
    private final String id;
    private final Set<Integer> numbers = new HashSet<>();
    private Link link;
    private int highest = -1;
    private int twice;
    private int swaps;
    private long lastAt = System.nanoTime();

    /** Subscribes; messages are noted from now on. */
    PersistentSession(int port, String id, String filter) throws IOException {
        this.port = port;
        this.id = id;
        List<Packet> early = new ArrayList<>();
        this.link = Link.subscribed(Link.Address.of(port), id, false, filter, early::add);
        for (Packet packet : early) {
            take(packet, link);
        }
        read();
    }

    /** Goes away; the broker keeps what comes. */
    void leave() throws IOException {
        link.disconnect();
    }

    /** Comes back to what the broker has kept. */
    void resume() throws IOException {
        link.close();
        link = new Link(Link.Address.of(port), id, false);
        read();
    }

    private void read() {
        Link from = link;
        Thread reader = new Thread(() -> read(from), id + "-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Link from) {
        try {
            while (true) {
                take(from.read(), from);
            }
        } catch (IOException e) {
            // It left, or the broker was killed: that is what is measured.
        }
    }

    private void take(Packet packet, Link from) throws IOException {
        if (packet.type() == Packet.PUBLISH) {
            Message message = packet.message();
            note(Integer.parseInt(message.text()), (packet.header() & DUP) != 0);
            from.write(Packet.acknowledgement(message.id()));
        }
    }

    private synchronized void note(int number, boolean again) {
        lastAt = System.nanoTime();
        if (!numbers.add(number)) {
            twice += again ? 0 : 1;
        } else if (number < highest) {
            swaps++;
        }
        highest = Math.max(highest, number);
    }

    synchronized int missing(Set<Integer> expected) {
        return (int)
                expected.stream().filter(number -> !numbers.contains(number)).count();
    }

    /** Messages that came again without the flag that says so. */
    synchronized int twice() {
        return twice;
    }

    /** New messages that came after one that was published later. */
    synchronized int swaps() {
        return swaps;
    }

    /** {@link System#nanoTime} of the last message. */
    synchronized long lastAt() {
        return lastAt;
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
