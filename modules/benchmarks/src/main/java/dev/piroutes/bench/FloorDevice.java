package dev.piroutes.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The least that the lab's devices can be, as a program: {@code FloorDevice PORT}. Device B has the guarantees of Pi Routes': a
 * persistent session, QoS 1, and a command is acknowledged when the LED has flipped and the broker has the LED's own
 * message. Everything happens on the thread that reads. It does not reconnect, has no pin, and keeps nothing on disk.
 */
final class FloorDevice {
    private static final int HIGHEST_ID = 0xFFFF;

    private final Link link;
    /** The command that an own message answers, by that message's packet id. */
    private final Map<Integer, Integer> unfinished = new HashMap<>();

    private int ids = 1;
    private boolean on;

    private FloorDevice(Link link) {
        this.link = link;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[0]);
        Link a = connect(port, "PicoA", Topics.STATUS_A);
        Link b = connect(port, "PicoB", Topics.STATUS_B);
        b.write(Packet.subscribe(Topics.COMMAND, HIGHEST_ID));
        b.write(Packet.publish(new Message(Topics.STATUS_B, "online", true), HIGHEST_ID));
        a.write(Packet.publish(new Message(Topics.STATUS_A, "online", true), HIGHEST_ID));
        new FloorDevice(b).run();
    }

    /** Tries until the broker is there. */
    private static Link connect(int port, String id, String status) throws InterruptedException {
        while (true) {
            try {
                return new Link(Link.Address.of(port), id, false, new Message(status, "offline", true));
            } catch (IOException e) {
                Thread.sleep(5);
            }
        }
    }

    private void run() throws IOException {
        while (true) {
            Packet packet = link.read();
            switch (packet.type()) {
                case Packet.PUBLISH -> handle(packet.message());
                case Packet.PUBACK -> finish(packet.firstShort());
                default -> {
                    // SUBACK
                }
            }
        }
    }

    private void handle(Message command) throws IOException {
        if (!command.text().equals("TOGGLE")) {
            link.write(Packet.acknowledgement(command.id()));
            return;
        }
        on = !on;
        int id = ids++ % (HIGHEST_ID - 1) + 1;
        unfinished.put(id, command.id());
        link.write(Packet.publish(new Message(Topics.ACKNOWLEDGEMENT, on ? "ON" : "OFF", false), id));
    }

    private void finish(int id) throws IOException {
        Integer command = unfinished.remove(id);
        if (command != null) {
            link.write(Packet.acknowledgement(command));
        }
    }
}
