package dev.piroutes.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A message that was published. It is kept as it came, and becomes JSON only where a browser is sent it.
 *
 * @param id its number
 * @param came when
 * @param beginning its payload, or the first {@value #KEPT} bytes of it
 * @param size bytes of the whole payload
 * @param retained the flag as it was published
 */
record Message(long id, Moment came, String topic, byte[] beginning, int size, int qos, boolean retained)
        implements WrittenLate {
    /** Bytes of a longer payload that are shown. */
    static final int SHOWN = 2000;
    /** A few more, so that it is seen whether the last of these is a whole character. */
    static final int KEPT = 2048;

    Message {
        beginning = beginning.length > KEPT ? Arrays.copyOf(beginning, KEPT) : beginning;
    }

    /** The payload as it is shown: as text or, if it is none, in hexadecimal digits. */
    String payload() {
        return shown(text());
    }

    private String shown(@Nullable String text) {
        return text == null ? HexFormat.of().formatHex(beginning, 0, Math.min(beginning.length, SHOWN)) : text;
    }

    /** The payload as text, or null if it is none. A character that the limit has cut is left out. */
    private @Nullable String text() {
        int end = Math.min(beginning.length, SHOWN);
        while (end < beginning.length && end > 0 && (beginning[end] & 0xC0) == 0x80) {
            end--;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(beginning, 0, end))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** As a browser gets it. */
    @Override
    public JsonObject json() {
        String text = text();
        JsonObject json = new JsonObject();
        json.put("id", id);
        json.put("time", came.date());
        json.put("topic", topic);
        json.put("payload", shown(text));
        json.put("size", size);
        json.put("qos", qos);
        json.put("retained", retained);
        json.put("binary", text == null);
        json.put("truncated", size > SHOWN);
        return json;
    }
}
