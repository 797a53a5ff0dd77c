package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Topics and filters as Paho's clients can take them. They take emoji, full-width letters and control characters for a
 * fault, and the thread that meets one ends. So between Paho and us such a topic is written in characters that it takes:
 * {@link #ESCAPED} and Base64 of its UTF-8. On the wire it is as it should be; {@link IncomingPackets} and {@link
 * OutgoingPackets} see to that.
 */
final class PahoTopic {

    /** What an escaped topic begins with. A topic that has this character by itself is escaped, too. */
    private static final char ESCAPED = '\uE000';

    /** Where {@link IncomingPackets} says what it has left out. No topic from outside: that would be escaped. */
    static final String LEFT_OUT = "\uE001";

    /** The most bytes of UTF-8 in a topic that has to be escaped. */
    static final int LONGEST = (65_535 - 3) / 4 * 3;

    private static final byte[] MARK = String.valueOf(ESCAPED).getBytes(UTF_8);
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private PahoTopic() {}

    /** What to call it towards Paho. */
    static String of(String topic) {
        return isPlain(topic) ? topic : ESCAPED + ENCODER.encodeToString(topic.getBytes(UTF_8));
    }

    /** What Paho calls so. */
    static String name(String paho) {
        return paho.isEmpty() || paho.charAt(0) != ESCAPED
                ? paho
                : new String(DECODER.decode(paho.substring(1)), UTF_8);
    }

    /** Whether it is the same for Paho. */
    static boolean isPlain(String topic) {
        for (int i = 0; i < topic.length(); i++) {
            char c = topic.charAt(i);
            // From the surrogates on Paho knows its own rules; none of ours needs to follow them.
            if (Character.isISOControl(c) || c >= Character.MIN_SURROGATE) {
                return false;
            }
        }
        return true;
    }

    /** Whether these bytes of UTF-8 are, seen without decoding them. Of others it can be, too. */
    static boolean isAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0x20 || bytes[i] == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** The text, or null: it is no UTF-8. */
    static @Nullable String decode(byte[] bytes, int from, int to) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static boolean isEscaped(byte[] bytes, int from, int to) {
        return to - from >= MARK.length
                && bytes[from] == MARK[0]
                && bytes[from + 1] == MARK[1]
                && bytes[from + 2] == MARK[2];
    }

    /** As it goes over the wire. */
    static byte[] wire(byte[] bytes, int from, int to) {
        return DECODER.decode(new String(bytes, from + MARK.length, to - from - MARK.length, ISO_8859_1));
    }
}
