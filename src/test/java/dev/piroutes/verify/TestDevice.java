package dev.piroutes.verify;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lab's device A or B over a bare socket, right but for the faults that it is given. As a small device is:
 * one thread, and what a client library does not tell its user (DUP, retained) it does not know.
 */
final class TestDevice implements AutoCloseable {

    /** What students get wrong. */
    enum Fault {
        QOS_0_PUBLISH,
        QOS_0_SUBSCRIPTION,
        RETAINED_ACK,
        NO_WILL,
        WILL_PAYLOAD,
        WILL_TOPIC,
        WILL_NOT_RETAINED,
        STATUS_NOT_RETAINED,
        STATUS_TOPIC,
        STATUS_PAYLOAD,
        CLEAN_SESSION,
        STATUS_BEFORE_SUBSCRIBING,
        TWO_ACKS,
        ALWAYS_ON,
        HANDLES_UNKNOWN,
        DIES_OF_UNKNOWN,
        ACK_TOPIC,
        ACK_PAYLOAD,
        COMMAND_TOPIC,
        NO_ANSWER,
        NO_PUBACK,
        NO_RECONNECT,
        NO_SUBSCRIPTION_AGAIN,
        NO_STATUS_AGAIN,
        NO_PINGS,
        NO_KEEP_ALIVE,
        NO_OFFLINE,
        WRONG_CLIENT_ID,
        LOSES_PRESS,
        BOUNCES,
        WRONG_EVENT_TOPIC,
        RETAINED_EVENT,
        /** None, but another version of the protocol than 3.1.1. */
        SPEAKS_MQTT_5,
    }

    private static final int PAUSE_MS = 50;

    private final int port;
    private final String root;
    private final boolean isB;
    private final Set<Fault> faults;
    private final Deque<String> pending = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean stopped;
    private @Nullable Socket socket;
    private @Nullable DataOutputStream out;
    private boolean first = true;
    private @Nullable DataInputStream input;
    private boolean on;

    /** The packet id of the event that waits for its PUBACK; 0: none. */
    private int underWay;

    private int lastId;

    private TestDevice(int port, String root, boolean isB, Fault... faults) {
        this.port = port;
        this.root = root;
        this.isB = isB;
        this.faults = EnumSet.noneOf(Fault.class);
        this.faults.addAll(Arrays.asList(faults));
        thread = new Thread(this::run, "test-device-" + root);
        thread.setDaemon(true);
        thread.start();
    }

    static TestDevice a(int port, String root, Fault... faults) {
        return new TestDevice(port, root, false, faults);
    }

    static TestDevice b(int port, String root, Fault... faults) {
        return new TestDevice(port, root, true, faults);
    }

    /** Somebody presses a button. */
    synchronized void press(int pin) {
        String event = pin == 21 ? "led/cmd TOGGLE" : "led/hello HELLO";
        if (out == null && faults.contains(Fault.LOSES_PRESS)) {
            return;
        }
        pending.add(event);
        if (faults.contains(Fault.BOUNCES)) {
            pending.add(event);
        }
        if (underWay == 0) {
            sendPending();
        }
    }

    /** Ctrl-C. */
    synchronized void stop() {
        stopped = true;
        try {
            if (out != null) {
                if (!faults.contains(Fault.NO_OFFLINE)) {
                    publish(root + (isB ? "/devB" : "/devA") + "/status", "offline", true);
                }
                send(0xe0, new byte[0]);
            }
        } catch (IOException e) {
            // The connection was gone already.
        }
        disconnect();
    }

    @Override
    public void close() {
        stopped = true;
        disconnect();
    }

    private void run() {
        while (!stopped) {
            try {
                connect();
                serve();
            } catch (IOException e) {
                disconnect();
            }
            if (faults.contains(Fault.NO_RECONNECT)) {
                return;
            }
            pause();
        }
    }

    private synchronized void pause() {
        try {
            if (!stopped) {
                wait(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private synchronized void disconnect() {
        out = null;
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // closed
        }
        notifyAll();
    }

    private String status() {
        return root + (isB ? "/devB" : "/devA") + (faults.contains(Fault.STATUS_TOPIC) ? "/state" : "/status");
    }

    private String will() {
        return root + (isB ? "/devB" : "/devA") + (faults.contains(Fault.WILL_TOPIC) ? "/will" : "/status");
    }

    private boolean isV5() {
        return faults.contains(Fault.SPEAKS_MQTT_5);
    }

    private void noProperties(DataOutputStream o) throws IOException {
        if (isV5()) {
            o.writeByte(0);
        }
    }

    private int keepAlive() {
        return faults.contains(Fault.NO_KEEP_ALIVE) ? 0 : faults.contains(Fault.NO_PINGS) ? 1 : 2;
    }

    private void connect() throws IOException {

        Socket opened = new Socket(InetAddress.getLoopbackAddress(), port);
        opened.setTcpNoDelay(true);
        opened.setSoTimeout(1_000);
        DataOutputStream writer = new DataOutputStream(opened.getOutputStream());
        synchronized (this) {
            if (stopped) {
                opened.close();
                throw new IOException("stopped");
            }
            socket = opened;
        }
        boolean noWill = faults.contains(Fault.NO_WILL);
        int flags = (faults.contains(Fault.CLEAN_SESSION) ? 2 : 0)
                | (noWill ? 0 : 0x04 | 0x08 | (faults.contains(Fault.WILL_NOT_RETAINED) ? 0 : 0x20));
        byte[] connect = bytes(o -> {
            o.writeUTF("MQTT");
            o.writeByte(isV5() ? 5 : 4);
            o.writeByte(flags);
            o.writeShort(keepAlive());
            if (isV5()) {
                boolean kept = !faults.contains(Fault.CLEAN_SESSION);
                o.write(kept ? new byte[] {5, 0x11, 0, 0, 14, 16} : new byte[1]);
            }
            o.writeUTF((isB ? "PicoB-" : "PicoA-")
                    + root.replace('/', '-')
                    + (faults.contains(Fault.WRONG_CLIENT_ID) ? "x" : ""));
            if (!noWill) {
                noProperties(o);
                o.writeUTF(will());
                o.writeUTF(faults.contains(Fault.WILL_PAYLOAD) ? "Offline" : "offline");
            }
        });
        writer.write(packet(0x10, connect));
        DataInputStream in = new DataInputStream(new BufferedInputStream(opened.getInputStream()));
        in.readUnsignedByte();
        byte[] connack = in.readNBytes(in.readUnsignedByte());
        if (connack.length < 2 || connack[1] != 0) {
            throw new IOException("refused");
        }
        synchronized (this) {
            out = writer;
            input = in;
            boolean again = !first;
            first = false;
            boolean subscribes = isB && !(again && faults.contains(Fault.NO_SUBSCRIPTION_AGAIN));
            boolean says = !(again && faults.contains(Fault.NO_STATUS_AGAIN));
            if (says && faults.contains(Fault.STATUS_BEFORE_SUBSCRIBING)) {
                online();
            }
            if (subscribes) {
                send(0x82, bytes(o -> {
                    o.writeShort(nextId());
                    noProperties(o);
                    o.writeUTF(root + (faults.contains(Fault.COMMAND_TOPIC) ? "/led/command" : "/led/cmd"));
                    o.writeByte(faults.contains(Fault.QOS_0_SUBSCRIPTION) ? 0 : 1);
                }));
            }
            if (says && !faults.contains(Fault.STATUS_BEFORE_SUBSCRIBING)) {
                online();
            }
            sendPending();
        }
    }

    private void online() throws IOException {
        publish(
                status(),
                faults.contains(Fault.STATUS_PAYLOAD) ? "ONLINE" : "online",
                !faults.contains(Fault.STATUS_NOT_RETAINED));
    }

    private void serve() throws IOException {
        DataInputStream in = input;
        while (!stopped && in != null) {
            int header;
            try {
                header = in.readUnsignedByte();
            } catch (SocketTimeoutException e) {
                if (!faults.contains(Fault.NO_PINGS)) {
                    send(0xc0, new byte[0]);
                }
                continue;
            }
            int length = 0;
            int digit;
            int shift = 0;
            do {
                digit = in.readUnsignedByte();
                length |= (digit & 0x7f) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            byte[] body = in.readNBytes(length);
            switch (header >> 4) {
                case 3 -> message((header >> 1) & 3, body);
                case 4 -> acknowledged((body[0] & 0xff) << 8 | body[1] & 0xff);
                default -> {
                    // SUBACK and PINGRESP
                }
            }
        }
    }

    private synchronized void message(int qos, byte[] body) throws IOException {
        int topicLength = (body[0] & 0xff) << 8 | body[1] & 0xff;
        int start = 2 + topicLength + (qos > 0 ? 2 : 0);
        if (isV5()) {
            start += 1 + body[start];
        }
        String payload = new String(body, start, body.length - start, StandardCharsets.UTF_8);
        boolean known = payload.equals("TOGGLE");
        if (!known && faults.remove(Fault.DIES_OF_UNKNOWN)) {
            throw new IOException("unknown payload");
        }
        if ((known || faults.contains(Fault.HANDLES_UNKNOWN)) && !faults.contains(Fault.NO_ANSWER)) {
            on = !on || faults.contains(Fault.ALWAYS_ON);
            acknowledge();
            if (faults.contains(Fault.TWO_ACKS)) {
                acknowledge();
            }
        }
        if (qos > 0 && !faults.contains(Fault.NO_PUBACK)) {
            send(0x40, new byte[] {body[2 + topicLength], body[3 + topicLength]});
        }
    }

    private void acknowledge() throws IOException {
        String topic = root + (faults.contains(Fault.ACK_TOPIC) ? "/led/acknowledge" : "/led/ack");
        publish(
                topic,
                faults.contains(Fault.ACK_PAYLOAD) ? (on ? "1" : "0") : on ? "ON" : "OFF",
                faults.contains(Fault.RETAINED_ACK));
    }

    /** The broker has a message. A sends its events one after the other. */
    private synchronized void acknowledged(int id) {
        if (underWay == id) {
            pending.poll();
            sendPending();
        }
    }

    private synchronized void sendPending() {
        String event = pending.peek();
        underWay = 0;
        if (event == null || out == null) {
            return;
        }
        try {
            String[] words = event.split(" ");
            publish(
                    root + "/" + words[0] + (faults.contains(Fault.WRONG_EVENT_TOPIC) ? "s" : ""),
                    words[1],
                    faults.contains(Fault.RETAINED_EVENT));
            underWay = lastId;
            if (faults.contains(Fault.QOS_0_PUBLISH)) {
                acknowledged(lastId);
            }
        } catch (IOException e) {
            // Sent when it is connected again.
            out = null;
        }
    }

    private synchronized void publish(String topic, String payload, boolean retained) throws IOException {
        boolean event = !topic.startsWith(root + "/dev");
        int qos = event && faults.contains(Fault.QOS_0_PUBLISH) ? 0 : 1;
        send(0x30 | qos << 1 | (retained ? 1 : 0), bytes(o -> {
            o.writeUTF(topic);
            if (qos > 0) {
                o.writeShort(nextId());
            }
            noProperties(o);
            o.write(payload.getBytes(StandardCharsets.UTF_8));
        }));
    }

    private synchronized int nextId() {
        lastId = lastId % 60_000 + 1;
        return lastId;
    }

    private synchronized void send(int header, byte[] body) throws IOException {
        DataOutputStream to = out;
        if (to == null) {
            throw new IOException("not connected");
        }
        to.write(packet(header, body));
    }

    /** Bodies here are shorter than 16 KB. */
    private static byte[] packet(int header, byte[] body) {
        return bytes(o -> {
            o.writeByte(header);
            if (body.length > 127) {
                o.writeByte(body.length % 128 | 0x80);
                o.writeByte(body.length / 128);
            } else {
                o.writeByte(body.length);
            }
            o.write(body);
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
