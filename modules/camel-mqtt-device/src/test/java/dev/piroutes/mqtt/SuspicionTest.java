package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuspicionTest {

    private static final String NINE_LEVELS = "1/2/3/4/5/6/7/8/9";

    private final Suspicion suspicion = new Suspicion();

    @Test
    void aSmallMessageToAnOrdinaryTopicCanOnlyLackAPermission() {
        assertThat(suspicion.reason(message("csc2106/led/ack", 2, 1))).isNull();
        assertThat(suspicion.reason(message("1/2/3/4/5/6/7/8", 1000, 1))).isNull();
    }

    @Test
    void theLargestSoFarMayBeTooLarge() {
        OutboxMessage large = message("t", 1024, 1);
        assertThat(suspicion.reason(large)).contains("larger than anything");
        suspicion.acknowledged(message("t", 1024, 1));
        assertThat(suspicion.reason(large)).isNull();
        assertThat(suspicion.reason(message("t", 1025, 1))).contains("larger than anything");
    }

    @Test
    void theDeepestAndTheLongestTopicSoFarMayBeTooMuch() {
        assertThat(suspicion.reason(message(NINE_LEVELS, 1, 1))).isEqualTo("its topic has 9 levels");
        assertThat(suspicion.reason(message("x".repeat(257), 1, 1))).isEqualTo("its topic has 257 characters");
        suspicion.acknowledged(message(NINE_LEVELS, 1, 1));
        suspicion.acknowledged(message("x".repeat(257), 1, 1));
        assertThat(suspicion.reason(message(NINE_LEVELS, 1, 1))).isNull();
        assertThat(suspicion.reason(message("x".repeat(257), 1, 1))).isNull();
    }

    @Test
    void theFirstOfQos2MayBeTooMuch() {
        assertThat(suspicion.reason(message("t", 1, 2))).isEqualTo("it is the first with QoS 2");
        suspicion.acknowledged(message("t", 1, 2));
        assertThat(suspicion.reason(message("t", 1, 2))).isNull();
    }

    @Test
    void aTopicWithADollarIsAlwaysSuspect() {
        assertThat(suspicion.reason(message("$x/y", 1, 1))).contains("begin with $");
    }

    private static OutboxMessage message(String topic, int payload, int qos) {
        return new OutboxMessage(0, new Publication(topic, new byte[payload], qos, false), 0);
    }
}
