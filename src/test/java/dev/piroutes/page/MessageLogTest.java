package dev.piroutes.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

class MessageLogTest {
    private final MessageLog log = new MessageLog();

    private JsonObject add(byte[] payload) {
        return log.add(new Moment(0, 5), "lab/x", payload, payload.length, 1, false)
                .json();
    }

    @Test
    void showsTextAsItIs() {
        assertThat(add("<script>ä".getBytes(UTF_8)))
                .containsEntry("payload", "<script>ä")
                .containsEntry("size", 10)
                .containsEntry("binary", false)
                .containsEntry("truncated", false);
    }

    @Test
    void showsBytesAsHex() {
        assertThat(add(new byte[] {(byte) 0xff, 0, 16}))
                .containsEntry("payload", "ff0010")
                .containsEntry("binary", true);
    }

    @Test
    void cutsALongPayloadBetweenCharacters() {
        String text = "a".repeat(Message.SHOWN - 1) + "€€";
        assertThat(add(text.getBytes(UTF_8)))
                .containsEntry("payload", "a".repeat(Message.SHOWN - 1))
                .containsEntry("truncated", true)
                .containsEntry("binary", false);
    }

    @Test
    void keepsNoMoreOfALongPayloadThanItShows() {
        assertThat(log.add(new Moment(0, 5), "lab/x", new byte[100_000], 100_000, 1, false)
                        .beginning())
                .hasSize(Message.KEPT);
    }

    @Test
    void keepsTheLastMessagesAndTheLastOfEachTopic() {
        log.add(new Moment(0, 1), "lab/status", "online".getBytes(UTF_8), 6, 1, true);
        for (int i = 0; i < MessageLog.KEPT; i++) {
            add(new byte[0]);
        }
        assertThat(log.messages()).hasSize(MessageLog.KEPT).noneMatch(m -> m.topic()
                .equals("lab/status"));
        assertThat(log.topics())
                .extracting(MessageLog.Latest::json)
                .anyMatch(t ->
                        t.get("topic").equals("lab/status") && t.get("payload").equals("online"))
                .anyMatch(t -> t.get("topic").equals("lab/x") && t.get("count").equals(MessageLog.KEPT));
    }

    @Test
    void forgetsTheTopicsThatWereSilentLongest() {
        for (int i = 0; i <= MessageLog.TOPICS; i++) {
            log.add(new Moment(0, 1), "lab/" + i, new byte[0], 0, 0, false);
        }
        assertThat(log.topics())
                .hasSize(MessageLog.TOPICS)
                .noneMatch(t -> t.message().topic().equals("lab/0"));
    }
}
