package dev.piroutes.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final long LEFT = 1_000;

    /** MQTT's whole range but its last, which is for ever. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3_600, 2_147_483, 2_147_484, 2_592_000, 5_000_000, 2_147_483_648L, 4_294_967_294L})
    void endsAfterItsExpiry(long seconds) {
        Session session = away(seconds);
        long end = LEFT + Duration.ofSeconds(seconds).toMillis();
        assertThat(session.isDue(end - 1)).isFalse();
        assertThat(session.isDue(end)).isTrue();
    }

    @Test
    void staysForEver() {
        assertThat(away(4_294_967_295L).isDue(Long.MAX_VALUE)).isFalse();
    }

    /** After its delay, but not after the end of the session. */
    @ParameterizedTest
    @CsvSource({
        "0, 60, 0",
        "30, 60, 30",
        "90, 60, 60",
        "2147484, 5000000, 2147484",
        "5000000, 2147484, 2147484",
        "4294967295, 4294967294, 4294967294",
        "4294967295, 4294967295, 4294967295"
    })
    void itsWillIsDueAfterItsDelay(long delay, long expiry, long seconds) {
        Session session = away(expiry);
        session.will = new Will(new CoreMessage(1, 64), "a", delay, -1);
        assertThat(session.willDue(LEFT))
                .isEqualTo(LEFT + Duration.ofSeconds(seconds).toMillis());
    }

    private static Session away(long expiry) {
        Session session = new Session("a");
        session.expiry = expiry;
        session.left = LEFT;
        return session;
    }
}
