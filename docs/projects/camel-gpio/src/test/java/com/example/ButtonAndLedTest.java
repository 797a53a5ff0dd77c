package com.example;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.gpio.GpioComponent;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** The whole program, on simulated pins. */
class ButtonAndLedTest {

    @Test
    void aPressSwitchesTheLedOnAndTheEndOfTheProgramOff() {
        Main program = new Main();
        program.addOverrideProperty("gpio.board", "virtual");
        program.start();
        VirtualBoard board = assertInstanceOf(
                VirtualBoard.class,
                program.getCamelContext()
                        .getComponent("gpio", GpioComponent.class)
                        .getBoard());
        assertEquals(Level.LOW, board.level(20));

        board.drive(17, Level.LOW);
        await().atMost(Duration.ofSeconds(20)).until(() -> board.level(20) == Level.HIGH);

        program.stop();
        assertEquals(Level.LOW, board.level(20));
    }
}
