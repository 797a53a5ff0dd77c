package dev.piroutes.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

class GroupsTest {

    private static final String PASSED = "{\"passed\":12,\"failed\":0,\"skipped\":1,\"at\":\"2026-11-24T15:40:00Z\"}";

    private long now = 1_000_000;
    private final Groups groups = new Groups(
            "csc2106",
            List.of("g01", "g02"),
            topic -> topic.equals("csc2106/own/lamp/status"),
            () -> TimeUnit.MILLISECONDS.toNanos(now));

    private boolean say(String topic, String payload) {
        byte[] bytes = payload.getBytes(UTF_8);
        return groups.message(
                new Message(1, new Moment(TimeUnit.MILLISECONDS.toNanos(now), 0), topic, bytes, bytes.length, 1, true));
    }

    private List<JsonObject> all() {
        return list(groups.toJson(), "groups");
    }

    private static List<JsonObject> list(JsonObject json, String name) {
        return ((JsonArray) json.get(name)).stream().map(JsonObject.class::cast).toList();
    }

    private JsonObject group(String name) {
        return all().stream()
                .filter(group -> name.equals(group.get("name")))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject device(String group, String name) {
        return list(group(group), "devices").stream()
                .filter(device -> name.equals(device.get("name")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsAGroupThatIsExpectedBeforeItIsHeard() {
        assertThat(all()).extracting(group -> group.get("name")).containsExactly("g01", "g02");
        assertThat(list(group("g01"), "devices")).isEmpty();
        assertThat(group("g01")).containsEntry("expected", true).containsEntry("last", null);
    }

    @Test
    void knowsAGroupByADevicesStatus() {
        assertThat(say("csc2106/g07/devB/status", "online")).isTrue();

        assertThat(group("g07")).containsEntry("expected", false);
        assertThat(device("g07", "devB"))
                .containsEntry("status", "online")
                .containsEntry("since", now)
                .containsEntry("longer", true)
                .containsEntry("drops", 0);
    }

    @Test
    void showsThoseThatAreExpectedFirst() {
        say("csc2106/a/devB/status", "online");
        say("csc2106/Z/devB/status", "online");

        assertThat(all()).extracting(group -> group.get("name")).containsExactly("g01", "g02", "Z", "a");
    }

    @Test
    void saysSinceWhenAStatusIsWhatItIs() {
        say("csc2106/g01/devB/status", "online");
        now += 5_000;
        say("csc2106/g01/devB/status", "offline");
        now += 5_000;
        say("csc2106/g01/devB/status", "offline");

        assertThat(device("g01", "devB"))
                .containsEntry("status", "offline")
                .containsEntry("since", now - 5_000)
                .containsEntry("longer", false)
                .containsEntry("heard", now)
                .containsEntry("drops", 1);
    }

    @Test
    void countsHowOftenADeviceWentOfflineLately() {
        for (int i = 0; i < 4; i++) {
            say("csc2106/g01/devB/status", "online");
            say("csc2106/g01/devB/status", "offline");
        }
        now += Group.DROPS_COUNT.toMillis();
        assertThat(device("g01", "devB")).containsEntry("drops", 4);
        now++;
        assertThat(device("g01", "devB")).containsEntry("drops", 0);
    }

    @Test
    void keepsTheCheckpointsOfAGroup() {
        assertThat(say("csc2106/g07/checkpoint/device-b", PASSED)).isFalse();
        say("csc2106/g07/checkpoint/device-a", PASSED.replace("\"failed\":0", "\"failed\":2"));

        assertThat(list(group("g07"), "checkpoints"))
                .extracting(JsonObject::toJson)
                .containsExactly(
                        "{\"name\":\"device-a\",\"passed\":12,\"failed\":2,\"skipped\":1,\"at\":1795534800000}",
                        "{\"name\":\"device-b\",\"passed\":12,\"failed\":0,\"skipped\":1,\"at\":1795534800000}");

        say("csc2106/g07/checkpoint/device-a", "");
        assertThat(list(group("g07"), "checkpoints")).hasSize(1);
    }

    @Test
    void takesNoCheckpointThatIsNone() {
        say("csc2106/g01/checkpoint/device-b", PASSED);
        for (String payload : List.of(
                "passed",
                "[]",
                "{}",
                "null",
                "{\"passed\":",
                PASSED.replace("12", "-1"),
                PASSED.replace("12", "10000"),
                PASSED.replace("12", "1e999999999"),
                PASSED.replace("12", "\"12\""),
                PASSED.replace("2026-11-24T15:40:00Z", "yesterday"))) {
            say("csc2106/g02/checkpoint/device-b", payload);
        }

        assertThat(list(group("g02"), "checkpoints")).isEmpty();
        assertThat(list(group("g01"), "checkpoints")).hasSize(1);
    }

    @Test
    void showsWhatAGroupSaidLast() {
        say("csc2106/g01/led/cmd", "TOGGLE");
        say("csc2106/g01/led/cmd/rejected", "x".repeat(500));

        JsonObject last = (JsonObject) group("g01").get("last");
        assertThat(last).containsEntry("topic", "led/cmd/rejected").containsEntry("heard", now);
        assertThat(last.getString("payload")).hasSize(80).endsWith("…");
    }

    @Test
    void doesNotTakeOtherTopicsForGroups() {
        say("csc2106/devB/status", "online");
        say("csc2106/led/cmd", "TOGGLE");
        say("csc2106/led/cmd/rejected", "{}");
        say("csc2106/a/b/c/status", "online");
        say("csc2106/own/lamp/status", "online");
        say("csc2106//devB/status", "online");
        say("csc2106x/g07/devB/status", "online");
        say("csc2106/g01", "hello");

        assertThat(all()).extracting(group -> group.get("name")).containsExactly("g01", "g02");
        assertThat(groups.toJson()).containsEntry("left", 0L);
    }

    @Test
    void forgetsAGroupThatIsTakenAwayUnlessItIsExpected() {
        for (String name : List.of("g02", "g07")) {
            say("csc2106/" + name + "/devB/status", "online");
            say("csc2106/" + name + "/checkpoint/device-b", PASSED);
            say("csc2106/" + name + "/devB/status", "");
            say("csc2106/" + name + "/checkpoint/device-b", "");
        }

        assertThat(all()).extracting(group -> group.get("name")).containsExactly("g01", "g02");
    }

    @Test
    void aHundredThousandRootsTakeNoMoreThanTheirPlaces() {
        for (int i = 0; i < 100_000; i++) {
            say("csc2106/evil" + i + "/devB/status", "online");
        }
        assertThat(all()).hasSize(2 + Groups.OTHERS);
        assertThat(groups.toJson()).containsEntry("left", 100_000L - Groups.OTHERS);

        say("csc2106/g01/devB/status", "online");
        assertThat(device("g01", "devB")).containsEntry("status", "online");

        say("csc2106/evil0/devB/status", "");
        say("csc2106/g99/devB/status", "online");
        assertThat(device("g99", "devB")).containsEntry("status", "online");
    }

    @Test
    void oneGroupTakesNoMoreThanItsPlacesEither() {
        for (int i = 0; i < 1000; i++) {
            say("csc2106/g01/dev" + i + "/status", "online");
            say("csc2106/g01/checkpoint/c" + i, PASSED);
        }
        say("csc2106/g01/" + "d".repeat(Groups.NAME + 1) + "/status", "online");
        say("csc2106/" + "g".repeat(Groups.NAME + 1) + "/devB/status", "online");
        say("csc2106/g01/dev0/status", "s".repeat(1000));

        assertThat(list(group("g01"), "devices")).hasSize(Group.DEVICES);
        assertThat(list(group("g01"), "checkpoints")).hasSize(Group.CHECKPOINTS);
        assertThat(device("g01", "dev0").getString("status")).hasSize(80);
        assertThat(all()).hasSize(2);
    }
}
