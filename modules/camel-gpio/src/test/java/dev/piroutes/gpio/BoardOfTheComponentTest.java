package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.piroutes.board.BoardException;
import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which board a program gets that has put none, or too many, into the registry. */
class BoardOfTheComponentTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private void start(String kind) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("gpio.board", kind);
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:led").to("gpio:20?activeLow=true");
            }
        });
        context.start();
    }

    private VirtualBoard board() {
        return (VirtualBoard) context.getComponent("gpio", GpioComponent.class).getBoard();
    }

    @Test
    void aPropertyNamesTheOneThatItOpensAndCloses() throws Exception {
        start("virtual");
        VirtualBoard board = board();
        context.createProducerTemplate().sendBody("direct:led", "ON");
        assertThat(board.level(20)).isEqualTo(Level.LOW);

        context.stop();

        assertThat(board.level(20)).isEqualTo(Level.HIGH);
        assertThat(catchThrowable(() -> board.openOutput(21, Level.LOW, Level.LOW)))
                .isInstanceOf(BoardException.class);
    }

    @Test
    void oneInTheRegistryIsUsedAndLeftOpen() throws Exception {
        try (VirtualBoard mine = new VirtualBoard()) {
            context.getRegistry().bind("board", mine);
            start("pi");

            assertThat(board()).isSameAs(mine);
            context.stop();
            mine.openOutput(21, Level.LOW, Level.LOW);
        }
    }

    @Test
    void severalInTheRegistryAreAnError() throws Exception {
        context.getRegistry().bind("one", new VirtualBoard());
        context.getRegistry().bind("other", new VirtualBoard());

        assertThat(TestBench.root(catchThrowable(() -> start("virtual"))))
                .isEqualTo("gpio: 2 boards in the registry; name the right one with camel.component.gpio.board=#name");
    }

    @Test
    void badPropertyIsNamedWithItsValue() {
        assertThat(TestBench.root(catchThrowable(() -> start("real"))))
                .isEqualTo("gpio.board must be auto, pi or virtual, but was 'real'");
    }
}
