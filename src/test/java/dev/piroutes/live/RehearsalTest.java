package dev.piroutes.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.RouteSource;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What cannot be tried is not said to be right. */
class RehearsalTest {

    private static final RouteSource ROUTE = new RouteSource(
            "x.camel.yaml",
            """
            - route:
                id: x
                from:
                  uri: timer:t
                  steps:
                    - log: hello
            """);

    @Test
    void findsNothingWrongWithWhatRuns() throws Exception {
        try (DefaultCamelContext running = new DefaultCamelContext()) {
            assertThat(new Rehearsal(running, Throwable::getMessage).of(List.of(ROUTE)))
                    .isEmpty();
        }
    }

    @Test
    void saysWhatKeepsItFromTrying() throws Exception {
        try (DefaultCamelContext running = new DefaultCamelContext()) {
            running.getPropertiesComponent().addPropertiesSource(new FailingSource());
            assertThat(new Rehearsal(running, Throwable::getMessage).of(List.of(ROUTE)))
                    .singleElement()
                    .asString()
                    .contains("x.camel.yaml", "the vault is closed");
        }
    }
}
