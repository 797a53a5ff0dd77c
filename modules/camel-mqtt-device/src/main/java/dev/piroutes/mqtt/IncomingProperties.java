package dev.piroutes.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The properties of an MQTT 5 PUBLISH. Paho's rules for topics are those for all text: a property with a text that it cannot
 * take is left out.
 *
 * @param from where their length is
 * @param first where the first of them is
 * @param end where they end
 */
record IncomingProperties(int from, int first, int end) {

    private static final int USER_PROPERTY = 0x26;

    /** @return null if there is no length that is one */
    static @Nullable IncomingProperties at(byte[] bytes, int from, int to) {
        int length = 0;
        for (int i = from; i < Math.min(to, from + 4); i++) {
            length |= (bytes[i] & 0x7f) << 7 * (i - from);
            if (bytes[i] >= 0) {
                return new IncomingProperties(from, i + 1, i + 1 + length);
            }
        }
        return null;
    }

    /** Their length and those that Paho can take; null if they are malformed. */
    byte @Nullable [] taken(byte[] bytes) {
        PacketBytes taken = new PacketBytes();
        int at = first;
        while (at < end) {
            int next = next(bytes, at);
            if (next < 0 || next > end) {
                return null;
            }
            if (isTaken(bytes, at, next)) {
                taken.raw(bytes, at, next);
            }
            at = next;
        }
        byte[] all = taken.toByteArray();
        return all.length == end - first
                ? new PacketBytes().raw(bytes, from, end).toByteArray()
                : new PacketBytes().length(all.length).raw(all, 0, all.length).toByteArray();
    }

    /** Where the property ends; -1: it is none of a PUBLISH, or not complete. */
    private int next(byte[] bytes, int at) {
        return switch (bytes[at]) {
            case 0x01 -> at + 2;
            case 0x02 -> at + 5;
            case 0x23 -> at + 3;
            case 0x03, 0x08, 0x09 -> behindText(bytes, at + 1);
            case USER_PROPERTY -> {
                int value = behindText(bytes, at + 1);
                yield value < 0 ? -1 : behindText(bytes, value);
            }
            case 0x0b -> behindNumber(bytes, at + 1);
            default -> -1;
        };
    }

    private int behindText(byte[] bytes, int at) {
        return at + 2 > end ? -1 : at + 2 + ((bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff);
    }

    private int behindNumber(byte[] bytes, int at) {
        for (int i = at; i < Math.min(end, at + 4); i++) {
            if (bytes[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean isTaken(byte[] bytes, int at, int next) {
        return switch (bytes[at]) {
            case 0x03, 0x08 -> isPlain(bytes, at + 3, next);
            case USER_PROPERTY -> {
                int value = behindText(bytes, at + 1);
                yield isPlain(bytes, at + 3, value) && isPlain(bytes, value + 2, next);
            }
            default -> true;
        };
    }

    private static boolean isPlain(byte[] bytes, int from, int to) {
        if (PahoTopic.isAscii(bytes, from, to)) {
            return true;
        }
        String text = PahoTopic.decode(bytes, from, to);
        return text != null && PahoTopic.isPlain(text);
    }
}
