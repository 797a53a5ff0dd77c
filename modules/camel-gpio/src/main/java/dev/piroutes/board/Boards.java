package dev.piroutes.board;

import java.util.Locale;
import java.util.Optional;

/** Decides which board a program gets. */
public final class Boards {
    private Boards() {}

    /**
     * Opens a board.
     *
     * @param kind {@code virtual}: simulated pins; {@code pi}: the pins of this Raspberry Pi; {@code auto}: the pins if
     *     this is a Raspberry Pi, else simulated ones. A Raspberry Pi whose pins cannot be used is an error for {@code
     *     auto} too: it never simulates what should be real.
     * @throws BoardException in one line: what is wrong, and what to do
     */
    public static Board open(String kind) {
        return open(kind, Hardware.here());
    }

    static Board open(String kind, Hardware hardware) {
        return switch (kind.strip().toLowerCase(Locale.ROOT)) {
            case "virtual" -> new VirtualBoard("virtual board (asked for)");
            case "pi" -> {
                hardware.whyNotPi().ifPresent(why -> {
                    throw new BoardException(
                            "gpio.board=pi needs a Raspberry Pi, but " + why + "; use gpio.board=virtual or auto");
                });
                yield PiBoard.open(hardware);
            }
            case "auto" -> {
                Optional<String> why = hardware.whyNotPi();
                yield why.isPresent() ? new VirtualBoard("virtual board (" + why.get() + ")") : PiBoard.open(hardware);
            }
            default -> throw new BoardException("gpio.board must be auto, pi or virtual, but was '" + kind + "'");
        };
    }
}
