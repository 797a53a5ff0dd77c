package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import dev.piroutes.tls.CertificateInUse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificateWatchTest {

    private static final Instant BEGINS = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant ENDS = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant BUILT = Instant.parse("2025-12-01T00:00:00Z");

    private final List<CertificateInUse> inUse = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private Instant now = ENDS.minus(Duration.ofDays(31));
    private LogLines log;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final CertificateWatch watch = new CertificateWatch(clock, nanos::get, BUILT, () -> inUse);

    @BeforeEach
    void open() {
        log = new LogLines("dev.piroutes.cli.CertificateWatch");
        inUse.add(certificate("server", "1", ENDS));
        inUse.add(certificate("PicoA", "2", ENDS));
        // The same one, as a device has it.
        inUse.add(new CertificateInUse("PicoA-copy", "elsewhere", "2", BEGINS, ENDS, "copy it"));
        inUse.add(certificate("authority", "3", ENDS.plus(Duration.ofDays(4000))));
    }

    @AfterEach
    void close() {
        log.close();
        watch.close();
    }

    @Test
    void saysNothingUntilThirtyDaysBeforeTheEnd() {
        watch.look();
        assertThat(log.lines()).isEmpty();
        pass(Duration.ofDays(1).plusSeconds(1));
        assertThat(log.lines())
                .containsExactly("tls      certificate of PicoA, server ends on 2026-06-01, in 29 days; renew it");
    }

    @Test
    void saysItOnceADayAndThatItHasEnded() {
        now = ENDS.minus(Duration.ofDays(3));
        watch.look();
        for (int hour = 1; hour < 24; hour++) {
            pass(Duration.ofHours(1));
        }
        assertThat(log.lines()).hasSize(1);
        pass(Duration.ofHours(1));
        assertThat(log.lines()).hasSize(2);
        pass(Duration.ofDays(3));
        assertThat(log.lines().get(2)).isEqualTo("tls      certificate of PicoA, server ended on 2026-06-01; renew it");
        pass(Duration.ofHours(23));
        assertThat(log.lines()).hasSize(3);
        pass(Duration.ofHours(1));
        assertThat(log.lines()).hasSize(4);
    }

    @Test
    void aRenewedOneIsNoMatterAnyMore() {
        now = ENDS.minus(Duration.ofDays(3));
        watch.look();
        inUse.clear();
        inUse.add(certificate("server", "9", ENDS.plus(Duration.ofDays(800))));
        pass(Duration.ofDays(2));
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void aClockThatIsNotSetIsSaidAndThatItIsThen() {
        now = Instant.parse("1970-01-02T12:00:00Z");
        watch.clock();
        watch.look();
        // The text has another minute each time: it is still one line.
        for (int look = 0; look < 100; look++) {
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            now = now.plusSeconds(10);
            watch.clock();
            watch.look();
        }
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0))
                .matches("clock    1970-01-02 .* is wrong: this program was built on 2025-12-01\\. .*");
        assertThat(log.lines().get(1)).contains("begins on 2026-01-01").endsWith(": waiting for the clock");
        now = BEGINS.plus(Duration.ofDays(1));
        watch.clock();
        watch.look();
        assertThat(log.lines()).hasSize(3);
        assertThat(log.lines().get(2)).startsWith("clock    it is 2026-01-02 ");
    }

    @Test
    void aJumpOfTheClockIsNoDay() {
        now = ENDS.minus(Duration.ofDays(20));
        watch.look();
        now = now.plus(Duration.ofDays(5));
        watch.look();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void tellsWhenEachEnds() {
        assertThat(watch.status()).hasSize(3).first().satisfies(server -> {
            assertThat(server.name()).isEqualTo("server");
            assertThat(server.state()).isEqualTo(CertificateInUse.State.GOOD);
            assertThat(server.figures().notAfter()).isEqualTo(ENDS.getEpochSecond());
        });
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos.addAndGet(time.toNanos());
        watch.look();
    }

    private static CertificateInUse certificate(String name, String id, Instant ends) {
        return new CertificateInUse(name, "secure/" + name, id, BEGINS, ends, "renew it");
    }
}
