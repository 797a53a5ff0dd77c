package dev.piroutes.daytime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.piroutes.files.Reason;
import dev.piroutes.kit.LogLines;
import dev.piroutes.virtualtime.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The component as a route's YAML uses it, on a clock that a test sets. */
class DaytimeRoutesTest {
    private final VirtualTime time = new VirtualTime();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Message> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        context.getRegistry().bind("seen", (Processor)
                exchange -> seen.add(exchange.getMessage().copy()));
        time.install(context);
        context.start();
    }

    @AfterEach
    void close() {
        context.stop();
    }

    private void load(String parameters) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(
                        "lamp.camel.yaml",
                        """
                        - route:
                            id: lamp
                            from:
                              uri: daytime:lamp
                              parameters: {zone: Europe/Berlin, %s}
                              steps: [{process: {ref: seen}}]
                        """
                                .formatted(parameters)));
        time.settle();
    }

    private List<String> bodies() {
        return seen.stream().map(message -> message.getBody(String.class)).toList();
    }

    private void clock(String utc) {
        time.setDate(Instant.parse(utc));
    }

    @Test
    void whatIsOnAtNoonIsToldAtNoon() throws Exception {
        clock("2026-01-05T11:00:00Z");
        load("from: '07:30', to: '16:00', days: MON-FRI");

        assertThat(bodies()).containsExactly("ON");
        assertThat(seen.get(0).getHeader(DaytimeConstants.INITIAL)).isEqualTo(true);
        assertThat(seen.get(0).getHeader(DaytimeConstants.NEXT)).isEqualTo(Instant.parse("2026-01-05T15:00:00Z"));

        time.advance(Duration.ofHours(4).minusSeconds(1));
        assertThat(bodies()).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(bodies()).containsExactly("ON", "OFF");
        assertThat(seen.get(1).getHeader(DaytimeConstants.INITIAL)).isNull();
        time.advance(Duration.ofHours(24));
        assertThat(bodies()).containsExactly("ON", "OFF", "ON", "OFF");
    }

    @Test
    void aRouteMayBeToldChangesOnly() throws Exception {
        clock("2026-01-05T11:00:00Z");
        load("from: '07:30', to: '16:00', initial: false");

        assertThat(bodies()).isEmpty();
        time.advance(Duration.ofHours(5));
        assertThat(bodies()).containsExactly("OFF");
    }

    @Test
    void aClockThatIsSetLateIsWaitedFor() throws Exception {
        clock("1970-01-01T00:01:00Z");
        try (LogLines log = new LogLines("dev.piroutes.daytime")) {
            load("from: '07:30', to: '16:00'");
            time.advance(Duration.ofMinutes(5));
            assertThat(bodies()).isEmpty();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("daytime:lamp waits for the clock, which says 1970");
        }
        clock("2026-01-05T11:00:00Z");
        time.advance(Duration.ofSeconds(30));

        assertThat(bodies()).containsExactly("ON");
    }

    @Test
    void aClockThatIsSetIsFollowedWithinHalfAMinute() throws Exception {
        clock("2026-01-05T11:00:00Z");
        load("from: '07:30', to: '16:00'");
        clock("2026-01-05T20:00:00Z");
        time.advance(Duration.ofSeconds(30));
        clock("2026-01-05T08:00:00Z");
        time.advance(Duration.ofSeconds(30));

        assertThat(bodies()).containsExactly("ON", "OFF", "ON");
    }

    @Test
    void aMomentIsToldOnce() throws Exception {
        clock("2026-01-05T06:29:00Z");
        load("at: '07:30'");
        assertThat(bodies()).isEmpty();

        time.advance(Duration.ofMinutes(2));
        assertThat(bodies()).containsExactly("07:30");
        // As a time server does that finds the clock a second fast.
        clock("2026-01-05T06:29:59Z");
        time.advance(Duration.ofMinutes(2));
        assertThat(bodies()).hasSize(1);
        time.advance(Duration.ofHours(24));
        assertThat(bodies()).hasSize(2);
    }

    @Test
    void aMomentThatTheClockWasSetPastIsLeftOut() throws Exception {
        clock("2026-01-05T05:00:00Z");
        try (LogLines log = new LogLines("dev.piroutes.daytime")) {
            load("at: '07:30'");
            clock("2026-01-05T11:00:00Z");
            time.advance(Duration.ofMinutes(1));

            assertThat(bodies()).isEmpty();
            assertThat(log.lines()).singleElement().asString().contains("leaves out 2026-01-05T06:30:00Z");
        }
    }

    @Test
    void theSunHasItsPlaceFromTheComponent() throws Exception {
        context.getComponent("daytime", DaytimeComponent.class).setPlace("52.52,13.41");
        clock("2026-12-21T11:00:00Z");
        load("from: '07:30', to: sunset");

        time.advance(Duration.ofHours(3).plusMinutes(52));
        assertThat(bodies()).containsExactly("ON");
        time.advance(Duration.ofMinutes(4));
        assertThat(bodies()).containsExactly("ON", "OFF");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from: '07:30' | must have from and to, or at",
                "from: '07:30', to: '08:00', at: '09:00' | must have from and to, or at",
                "from: '07:30', to: '7:30' | from and to must differ, but both are 07:30",
                "from: sunrise, to: '09:00' | the sun rises and sets somewhere: add place, such as 52.52,13.41 (latitude,longitude),"
                        + " or camel.component.daytime.place to application.properties",
                "at: '9' | at must be a time such as 07:30, sunrise, sunset-30m or dusk+1h (dawn, sunrise, sunset, dusk), but was '9'"
            })
    void whatDoesNotFitIsNamed(String parameters, String message) {
        assertThat(Reason.of(Reason.root(catchThrowable(() -> load(parameters)))))
                .isEqualTo("daytime:lamp: " + message);
    }
}
