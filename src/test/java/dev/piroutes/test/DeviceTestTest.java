package dev.piroutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.board.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit on routes that live from time. */
class DeviceTestTest extends DeviceTest {

    @TempDir
    static Path polled;

    DeviceTestTest() {
        super("src/test/resources/kit-routes/times.camel.yaml");
        property("lab.root", "kit");
        property("polled.dir", polled.toString());
    }

    @Test
    void aggregateCompletesInVirtualTime() {
        drive(4, Level.HIGH);
        advance(Duration.ofSeconds(3));
        drive(4, Level.LOW);
        drive(4, Level.HIGH);
        advance(Duration.ofMillis(4999));
        expectNothingElse();

        advance(Duration.ofMillis(1));

        expect("kit/motion", "QUIET");
        advance(Duration.ofHours(1));
        expectNothingElse();
    }

    @Test
    void aggregateReportsAtIntervals() {
        send("kit/count", "a");
        send("kit/count", "b");
        advance(Duration.ofSeconds(59));
        expectNothingElse();

        advance(Duration.ofSeconds(1));
        expect("{{lab.root}}/per-minute", "2 commands", 0, true);

        send("kit/count", "c");
        advance(Duration.ofMinutes(10));
        expect("kit/per-minute", "1 commands");
        expectNothingElse();
    }

    @Test
    void delaysHoldTheNextCommandOfADevice() {
        send("kit/slow", "one");
        send("kit/slow", "two");
        expectNothingElse();

        advance(Duration.ofSeconds(1));
        expect("kit/echo", "one");
        expectNothingElse();

        advance(Duration.ofSeconds(1));
        expect("kit/echo", "two");
        expectNothingElse();
    }

    @Test
    void pressesWaitBehindADelay() {
        click(5);
        click(5);
        advance(Duration.ofMillis(9619));
        expectNothingElse();

        advance(Duration.ofMillis(1));
        expect("kit/late", "LATE");
        expectNothingElse();

        advance(Duration.ofSeconds(10));
        expect("kit/late", "LATE");
        expectNothingElse();
    }

    @Test
    void timersTickInVirtualTimeAndWireTapsAreWaitedFor() {
        advance(Duration.ofHours(3));
        advance(Duration.ofMillis(1999));
        expect("kit/tick", "TICK");
        expect("kit/tick", "TICK");
        expectNothingElse();

        advance(Duration.ofHours(9));
        expect("kit/tick", "TICK");
        expectNothingElse();
    }

    @Test
    void throttleLetsAllThroughInRealTime() {
        for (int i = 0; i < 5; i++) {
            send("kit/chatty", String.valueOf(i));
        }
        for (int i = 0; i < 5; i++) {
            expect("kit/chat", String.valueOf(i));
        }
        expectNothingElse();
    }

    @Test
    void outputsGoOffByThemselvesAtTheirOwnLevel() {
        expectOff(6);
        assertThat(board().level(6)).isEqualTo(Level.HIGH);

        send("kit/stair", "anything");
        expectOn(6);
        assertThat(board().level(6)).isEqualTo(Level.LOW);

        advance(Duration.ofMillis(119_999));
        expectOn(6);
        advance(Duration.ofMillis(1));
        expectOff(6);
    }

    @Test
    void refusesRetainedCommandsAsADeviceDoes() {
        sendRetained("kit/stair", "anything");
        expectOff(6);
    }

    @Test
    void refusedPublishesFailInTheirRoute() {
        refusePublishes(1);
        send("kit/chatty", "lost");
        send("kit/chatty", "kept");

        expect("kit/chat", "kept");
        expectNothingElse();
    }

    @Test
    void saysWhatCameInstead() {
        assertThatThrownBy(() -> expect("kit/echo", "one"))
                .hasMessageStartingWith("expected kit/echo one, but nothing was published");
        assertThatThrownBy(() -> expectOn(6)).hasMessage("expected gpio:6 to be ON, but it is OFF");
        assertThatThrownBy(() -> expectOn(5)).hasMessage("no route under test has an output gpio:5");

        send("kit/chatty", "hello");

        assertThatThrownBy(() -> expect("kit/echo", "one"))
                .hasMessageStartingWith("expected kit/echo one, but there came kit/chat hello (Times, QoS 1)");
        assertThatThrownBy(this::expectNothingElse).hasMessageContaining("kit/chat hello");
        assertThatThrownBy(() -> expect("kit/chat", "hullo")).hasMessage("expected kit/chat hullo, but it was hello");
    }

    @Test
    void aTimeoutIsLookedForOnceASecond() {
        advance(Duration.ofMillis(1500));
        drive(4, Level.HIGH);
        advance(Duration.ofMillis(5499));
        expectNothingElse();

        advance(Duration.ofMillis(1));
        expect("kit/motion", "QUIET");
    }

    @Test
    void aTestDoesNotWaitForItsOwnTime() {
        assertThatThrownBy(() -> template().sendBody("direct:entered", "now"))
                .rootCause()
                .hasMessageContaining("asyncSendBody");

        template().asyncSendBody("direct:entered", "later");
        advance(Duration.ofSeconds(1));
        expect("kit/entered", "later");
    }

    @Test
    void pollsInVirtualTime() throws IOException {
        Files.writeString(polled.resolve("note"), "hello");
        advance(Duration.ofMillis(9999));
        expectNothingElse();

        advance(Duration.ofMillis(1));
        expect("kit/file", "hello");
    }

    @Test
    void namesAFileThatIsMissing() {
        assertThatThrownBy(() -> new DeviceTest("routes/lamp.camel.yaml") {})
                .hasMessageStartingWith("routes/lamp.camel.yaml does not exist in ");
        assertThatThrownBy(() -> new DeviceTest("pom.xml") {})
                .hasMessage("pom.xml is no route file: its name must end in .camel.yaml, without another dot");
    }
}
