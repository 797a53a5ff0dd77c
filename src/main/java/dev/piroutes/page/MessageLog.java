package dev.piroutes.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What was said under the root: the last {@value #KEPT} messages, and the last of each of up to {@value #TOPICS} topics,
 * the longest silent of which are forgotten first.
 */
final class MessageLog {
    static final int KEPT = 500;
    static final int TOPICS = 2000;
    /** Of a longer payload only the beginning is shown. */
    static final int SHOWN = 2000;

    private final Deque<JsonObject> last = new ArrayDeque<>();
    private final Map<String, JsonObject> topics = new LinkedHashMap<>();
    private long id;

    /** Takes a message and answers it as a browser gets it. */
    synchronized JsonObject add(long time, String topic, byte[] payload, int qos, boolean retained) {
        JsonObject message = new JsonObject();
        message.put("id", ++id);
        message.put("time", time);
        message.put("topic", topic);
        int shown = Math.min(payload.length, SHOWN);
        String text = text(payload, shown);
        message.put("payload", text == null ? HexFormat.of().formatHex(payload, 0, shown) : text);
        message.put("size", payload.length);
        message.put("qos", qos);
        message.put("retained", retained);
        message.put("binary", text == null);
        message.put("truncated", payload.length > SHOWN);
        last.addLast(message);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        count(topic, message);
        return message;
    }

    private void count(String topic, JsonObject message) {
        JsonObject before = topics.remove(topic);
        JsonObject entry = new JsonObject(message);
        entry.put("count", before == null ? 1 : before.getInteger("count") + 1);
        topics.put(topic, entry);
        if (topics.size() > TOPICS) {
            topics.remove(topics.keySet().iterator().next());
        }
    }

    /** The payload as text, or null if it is none. A character that the limit has cut is left out. */
    private static @Nullable String text(byte[] payload, int length) {
        int end = length;
        while (end < payload.length && end > 0 && (payload[end] & 0xC0) == 0x80) {
            end--;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(payload, 0, end))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    synchronized List<JsonObject> messages() {
        return new ArrayList<>(last);
    }

    synchronized List<JsonObject> topics() {
        return new ArrayList<>(topics.values());
    }
}
