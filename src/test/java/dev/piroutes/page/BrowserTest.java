package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

class BrowserTest {
    private final Browser browser = new Browser(frame -> {});

    private static Message message(int id) {
        return new Message(id, Moment.now(), "lab/x", new byte[0], 0, 1, false);
    }

    private static JsonArray events(String frame) throws Exception {
        return (JsonArray) ((JsonObject) Jsoner.deserialize(frame)).get("events");
    }

    @Test
    void hasNothingToTellAtFirst() {
        assertThat(browser.frame()).isNull();
    }

    @Test
    void getsTheNextFrameWhenItHasShownAnEarlierOne() {
        for (int i = 1; i <= Browser.UNDER_WAY; i++) {
            browser.message(message(i));
            assertThat(browser.frame()).contains("\"seq\":" + i).contains("\"id\":" + i);
        }
        browser.message(message(99));
        assertThat(browser.frame()).isNull();
        browser.seen(77);
        assertThat(browser.frame()).as("that was no frame of ours").isNull();
        browser.seen(1);
        assertThat(browser.frame()).contains("\"seq\":5").contains("\"id\":99");
    }

    @Test
    void isToldWithEachFrameWhatPiRoutesCountShows() throws Exception {
        browser.message(message(1));
        long before = Moment.now().millis();
        JsonObject frame = (JsonObject) Jsoner.deserialize(browser.frame());
        assertThat(frame.getLong("now")).isBetween(before, Moment.now().millis());
    }

    @Test
    void ofAStateGetsOnlyTheNewest() throws Exception {
        browser.state("pin:21", Browser.event("pin", "state", "ON"));
        browser.state("pin:21", Browser.event("pin", "state", "OFF"));
        assertThat(events(browser.frame())).hasSize(1).first().asString().contains("OFF");
    }

    /** A pin that changes again must not come in front of what all pins were in between. */
    @Test
    void aNewerStateComesBehindWhatWaits() throws Exception {
        browser.state("pin:20", Browser.event("pin", "state", "ON"));
        browser.state("pins", Browser.event("pins", "state", "before"));
        browser.state("pin:20", Browser.event("pin", "state", "OFF"));
        assertThat(events(browser.frame())).hasSize(2).last().asString().contains("OFF");
    }

    @Test
    void ofWaysGetsTheLastHoweverLongItShowsNothing() throws Exception {
        for (long id = 1; id <= Traces.KEPT + 3; id++) {
            long shown = id;
            browser.trace(id, () -> Browser.event("trace", "id", shown));
        }
        JsonArray events = events(browser.frame());
        assertThat(events).hasSize(Traces.KEPT).first().asString().contains("id=4");
    }

    @Test
    void missesTheOldestMessagesAndIsToldHowMany() throws Exception {
        for (int i = 1; i <= Browser.MESSAGES + 3; i++) {
            browser.message(message(i));
        }
        JsonArray events = events(browser.frame());
        assertThat(events.get(0).toString()).contains("dropped").contains("3");
        JsonArray messages = (JsonArray) ((JsonObject) events.get(1)).get("messages");
        assertThat(messages.get(0).toString()).contains("id=4,");
        assertThat(messages).hasSize(Browser.FRAME);
    }

    @Test
    void knowsWhatItsUserHolds() {
        browser.hold(21, true);
        browser.hold(22, true);
        browser.hold(21, false);
        assertThat(browser.held()).containsExactly(22);
    }
}
