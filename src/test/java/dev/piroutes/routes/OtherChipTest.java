package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Level;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A device at the lines of an expander, as at those of the header. */
class OtherChipTest extends DeviceTest {

    OtherChipTest() {
        super("src/test/resources/kit-routes/valve.camel.yaml");
    }

    @Test
    void aSwitchAtOneLineMovesARelayAtAnother() {
        press(pin("mcp23017/0"));
        advance(Duration.ofSeconds(1));
        expectOn(pin("mcp23017/8"));
        expect("garden/valve", "ON", 1, false);

        advance(Duration.ofMinutes(30));
        expectOff(pin("mcp23017/8"));

        release(pin("mcp23017/0"));
        advance(Duration.ofSeconds(1));
        expect("garden/valve", "OFF");
        expectNothingElse();
    }

    @Test
    void linesOfTwoChipsAndOfTheHeaderAreThreeLines() {
        press(pin("mcp23017/0"));
        advance(Duration.ofSeconds(1));

        assertThat(board().level(8)).isEqualTo(Level.LOW);
        assertThat(board().level(pin("1-0021/8"))).isEqualTo(Level.LOW);
        assertThat(board().level(pin("mcp23017/8"))).isEqualTo(Level.HIGH);
    }
}
