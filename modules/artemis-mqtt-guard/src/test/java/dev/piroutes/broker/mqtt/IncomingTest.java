package dev.piroutes.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

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

    private void stored(int id, long fingerprint) {
        incoming.repeats(id, false, fingerprint);
        incoming.acknowledged(id);
    }
}
