package dev.piroutes.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingTest {
    private static final long TOGGLE = 1;
    private static final long HELLO = 2;

    private final Incoming incoming = new Incoming();

    @Test
    void knowsAStoredMessageThatComesAgain() {
        stored(1, TOGGLE);
        incoming.reconnected();

        assertThat(incoming.repeats(1, true, TOGGLE)).isTrue();
    }

    @Test
    void takesWhatWasNotAcknowledgedAsNew() {
        incoming.repeats(1, false, TOGGLE);
        incoming.reconnected();

        assertThat(incoming.repeats(1, true, TOGGLE)).isFalse();
    }

    @Test
    void takesOtherContentAsNew() {
        stored(1, TOGGLE);
        incoming.reconnected();

        assertThat(incoming.repeats(1, true, HELLO)).isFalse();
    }

    @Test
    void takesWhatHasNoDupFlagAsNew() {
        stored(1, TOGGLE);
        incoming.reconnected();

        assertThat(incoming.repeats(1, false, TOGGLE)).isFalse();
    }

    @Test
    void takesADupOnTheSameConnectionAsNew() {
        stored(1, TOGGLE);

        assertThat(incoming.repeats(1, true, TOGGLE)).isFalse();
    }

    @Test
    void endsRepetitionsWithTheFirstNewMessage() {
        stored(1, TOGGLE);
        stored(2, TOGGLE);
        incoming.reconnected();
        incoming.repeats(3, false, TOGGLE);

        assertThat(incoming.repeats(2, true, TOGGLE)).isFalse();
    }

    @Test
    void knowsWhatIsRepeatedOverTwoCuts() {
        stored(1, TOGGLE);
        incoming.reconnected();
        incoming.repeats(1, true, TOGGLE);
        incoming.reconnected();

        assertThat(incoming.repeats(1, true, TOGGLE)).isTrue();
    }

    @Test
    void knowsWhatWasNotRepeatedOnAConnectionThatEndedBefore() {
        stored(65_534, TOGGLE);
        stored(65_535, HELLO);
        stored(1, TOGGLE);
        incoming.reconnected();
        incoming.reconnected();
        assertThat(incoming.repeats(65_534, true, TOGGLE)).isTrue();
        incoming.reconnected();
        incoming.reconnected();

        assertThat(incoming.repeats(65_534, true, TOGGLE)).isTrue();
        assertThat(incoming.repeats(65_535, true, HELLO)).isTrue();
        assertThat(incoming.repeats(1, true, TOGGLE)).isTrue();
    }

    @Test
    void knowsWhatWasStoredOnlyWhenItWasRepeated() {
        stored(1, TOGGLE);
        incoming.repeats(2, false, HELLO);
        incoming.reconnected();
        assertThat(incoming.repeats(2, true, HELLO)).isFalse();
        incoming.acknowledged(2);
        incoming.reconnected();
        incoming.reconnected();

        assertThat(incoming.repeats(1, true, TOGGLE)).isTrue();
        assertThat(incoming.repeats(2, true, HELLO)).isTrue();
    }

    @Test
    void forgetsWhatWasNotRepeatedBeforeSomethingNew() {
        stored(1, TOGGLE);
        incoming.reconnected();
        incoming.reconnected();
        stored(2, HELLO);
        incoming.reconnected();

        assertThat(incoming.repeats(1, true, TOGGLE)).isFalse();
        assertThat(incoming.repeats(2, true, HELLO)).isTrue();
    }

    @Test
    void distrustsAClientThatDoesNotCountUp() {
        stored(1, TOGGLE);
        stored(2, TOGGLE);
        stored(1, TOGGLE);
        incoming.reconnected();

        assertThat(incoming.repeats(1, true, TOGGLE)).isFalse();
        assertThat(incoming.repeats(2, true, TOGGLE)).isFalse();
    }

    @Test
    void countsOnAfterTheHighestId() {
        stored(65_534, TOGGLE);
        stored(65_535, TOGGLE);
        stored(1, HELLO);
        incoming.reconnected();

        assertThat(incoming.repeats(65_535, true, TOGGLE)).isTrue();
        assertThat(incoming.repeats(1, true, HELLO)).isTrue();
    }

    @Test
    void forgetsTheOldestOfMoreThanAThousand() {
        for (int id = 1; id <= 1_001; id++) {
            stored(id, TOGGLE);
        }
        incoming.reconnected();

        assertThat(incoming.repeats(1, true, TOGGLE)).isFalse();
        assertThat(incoming.repeats(2, true, TOGGLE)).isTrue();
    }

    @Test
    void knowsWhatIsRepeatedWithGaps() {
        for (int id = 65_000; id <= 65_535; id++) {
            stored(id, id);
        }
        stored(1, HELLO);
        incoming.reconnected();
        // What the client had the acknowledgement of, it does not repeat.
        assertThat(incoming.repeats(65_002, true, 65_002)).isTrue();
        assertThat(incoming.repeats(1, true, HELLO)).isTrue();
        assertThat(incoming.repeats(65_535, true, 65_535)).isTrue();
        stored(2, TOGGLE);
        incoming.reconnected();

        assertThat(incoming.repeats(65_002, true, 65_002)).isTrue();
        assertThat(incoming.repeats(65_003, true, 65_003)).isFalse();
        assertThat(incoming.repeats(1, true, HELLO)).isTrue();
    }

    @Test
    void forgetsWhatComesFromBehind() {
        stored(20_000, TOGGLE);
        incoming.reconnected();
        incoming.repeats(20_000, true, TOGGLE);
        incoming.repeats(3, true, HELLO);
        incoming.acknowledged(3);
        incoming.reconnected();

        assertThat(incoming.repeats(3, true, HELLO)).isTrue();
        assertThat(incoming.repeats(20_000, true, TOGGLE)).isFalse();
    }

    /** A class of clients, each of which has sent thousands, has to fit into the memory of a small machine. */
    @Test
    void takesTenBytesForEachMessageAtMost() {
        List<Incoming> all = new ArrayList<>();
        long before = used();
        // So many that what else has come into this JVM meanwhile counts for little.
        for (int client = 0; client < 2_000; client++) {
            Incoming one = new Incoming();
            all.add(one);
            for (int id = 1; id <= 1_500; id++) {
                one.repeats(id, false, id * 0x9e3779b97f4a7c15L);
                one.acknowledged(id);
            }
        }
        assertThat(used() - before).isLessThan(all.size() * 10_000L);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void stored(int id, long fingerprint) {
        incoming.repeats(id, false, fingerprint);
        incoming.acknowledged(id);
    }
}
