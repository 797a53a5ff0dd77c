package dev.piroutes.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.tls.CertificateInUse.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificateInUseTest {

    private static final Instant BEGINS = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant ENDS = Instant.parse("2026-06-01T12:00:00Z");
    private static final CertificateInUse PICO =
            new CertificateInUse("PicoA", "secure/PicoA.pem", "1", BEGINS, ENDS, "renew it with 'pi-routes secure'");

    @Test
    void isGoodFromItsFirstMomentToThirtyDaysBeforeItsLast() {
        assertThat(PICO.at(BEGINS.minusSeconds(1))).isEqualTo(State.NOT_YET);
        assertThat(PICO.at(BEGINS)).isEqualTo(State.GOOD);
        assertThat(PICO.at(ENDS.minus(Duration.ofDays(30)))).isEqualTo(State.GOOD);
        assertThat(PICO.at(ENDS.minus(Duration.ofDays(30)).plusSeconds(1))).isEqualTo(State.ENDS_SOON);
        assertThat(PICO.at(ENDS)).isEqualTo(State.ENDS_SOON);
        assertThat(PICO.at(ENDS.plusSeconds(1))).isEqualTo(State.ENDED);
    }

    @Test
    void saysWhatAPersonHasToDo() {
        assertThat(inWords(ENDS.minus(Duration.ofDays(22)).minusSeconds(60)))
                .isEqualTo("certificate of PicoA (secure/PicoA.pem) ends on 2026-06-01, in 22 days;"
                        + " renew it with 'pi-routes secure'");
        assertThat(inWords(ENDS.minus(Duration.ofDays(1)))).contains("ends on 2026-06-01, in 1 day;");
        assertThat(inWords(ENDS.minusSeconds(5))).contains("ends on 2026-06-01, in less than a day;");
        assertThat(inWords(ENDS.plusSeconds(5)))
                .isEqualTo("certificate of PicoA (secure/PicoA.pem) ended on 2026-06-01;"
                        + " renew it with 'pi-routes secure'");
        assertThat(inWords(Instant.parse("1970-01-02T12:00:00Z")))
                .startsWith("the clock says 1970-01-02 ")
                .contains(", the certificate of PicoA (secure/PicoA.pem) begins on 2026-01-01 ")
                .endsWith(": waiting for the clock");
    }

    private static String inWords(Instant now) {
        return PICO.inWords(PICO.nameAndPlace(), now);
    }
}
