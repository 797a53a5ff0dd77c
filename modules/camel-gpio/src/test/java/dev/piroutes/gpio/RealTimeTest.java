package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.board.LevelChange;
import dev.piroutes.board.VirtualBoard;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** From a press to a lit LED, with the board's and the component's own threads and the clock of the machine. */
class RealTimeTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void pressTogglesAnLedThatSwitchesItselfOff() throws Exception {
        CamelContext context = new DefaultCamelContext();
        try (VirtualBoard board = new VirtualBoard()) {
            context.getRegistry().bind("board", board);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("gpio:GP21?pull=up&activeLow=true&debounce=5ms").to("gpio:GP20?action=TOGGLE&maxOnTime=300ms");
                }
            });
            context.start();

            board.drive(21, Level.LOW);

            // not the level, which a busy machine may look at too late
            await().atMost(LIMIT).untilAsserted(() -> assertThat(board.history(20))
                    .extracting(LevelChange::level)
                    .containsExactly(Level.HIGH, Level.LOW));
        } finally {
            context.stop();
        }
    }
}
