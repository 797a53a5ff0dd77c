package dev.piroutes.board;

import java.util.Collection;
import java.util.List;
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
        Optional<String> virtual = virtual(kind, hardware);
        return virtual.isPresent() ? new VirtualBoard(virtual.get()) : PiBoard.open(hardware);
    }

    /**
     * Which board {@link #open} would open, in words, as far as that can be told without touching a pin.
     *
     * @throws BoardException as it does
     */
    public static String look(String kind) {
        return look(kind, Hardware.here());
    }

    static String look(String kind, Hardware hardware) {
        return virtual(kind, hardware).orElseGet(() -> {
            hardware.checkAccess();
            return hardware.modelName() + ": this user may use its pins";
        });
    }

    /**
     * Whether {@link #open} would open a virtual board.
     *
     * @throws BoardException if it would not open any, for what can be told without touching a pin
     */
    public static boolean isVirtual(String kind) {
        return virtual(kind, Hardware.here()).isPresent();
    }

    /**
     * Of these pins those that another program has, each in the words with which it would not be opened; none on a virtual
     * board. The kernel is asked, no pin is touched.
     *
     * @param pins BCM numbers
     * @throws BoardException as {@link #open} does
     */
    public static List<String> taken(String kind, Collection<Integer> pins) {
        Hardware hardware = Hardware.here();
        return virtual(kind, hardware).isPresent() ? List.of() : PiBoard.taken(hardware, pins);
    }

    /** What a virtual board says of itself; empty: it is the Pi's. */
    private static Optional<String> virtual(String kind, Hardware hardware) {
        return switch (kind.strip().toLowerCase(Locale.ROOT)) {
            case "virtual" -> Optional.of("virtual board (asked for)");
            case "pi" -> {
                hardware.whyNotPi().ifPresent(why -> {
                    throw new BoardException(
                            "gpio.board=pi needs a Raspberry Pi, but " + why + "; use gpio.board=virtual or auto");
                });
                yield Optional.empty();
            }
            case "auto" -> hardware.whyNotPi().map(why -> "virtual board (" + why + ")");
            default -> throw new BoardException("gpio.board must be auto, pi or virtual, but was '" + kind + "'");
        };
    }
}
