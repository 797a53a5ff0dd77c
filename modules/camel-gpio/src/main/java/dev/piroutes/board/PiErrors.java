package dev.piroutes.board;

import com.pi4j.boardinfo.definition.BoardModel;
import com.pi4j.context.Context;
import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioLine;
import dev.piroutes.files.Reason;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a failure of Pi4J or of the kernel into one line: what is wrong, and what to do. */
final class PiErrors {
    private PiErrors() {}

    /** Finds out now what would otherwise fail at the first line: an unknown board, or a kernel without the v1 ABI. */
    static void checkUsable(Context context, String model) {
        if (context.boardInfo().getBoardModel() == BoardModel.UNKNOWN) {
            throw new BoardException("Pi4J does not know the board '" + model + "'; use gpio.board=virtual");
        }
        GpioDContext.getInstance().getOrOpenLine(2);
    }

    static BoardException opening(String model, Throwable e) {
        if (e instanceof BoardException known) {
            return known;
        }
        String text = texts(e);
        if (text.contains("Couldn't identify gpiochip") || text.contains("No gpio chip yet initialized")) {
            return new BoardException(
                    "no GPIO chip of a Raspberry Pi on '" + model
                            + "': no /dev/gpiochip* whose label contains 'pinctrl'; check with gpiodetect",
                    e);
        }
        if (text.contains("Invalid argument")) {
            return new BoardException(
                    "the kernel of '" + model + "' lacks version 1 of the GPIO interface (CONFIG_GPIO_CDEV_V1), "
                            + "which Pi4J needs; use the kernel of Raspberry Pi OS",
                    e);
        }
        return new BoardException("the pins of '" + model + "' cannot be used: " + text, e);
    }

    static BoardException line(int pin, RuntimeException e) {
        if (e instanceof BoardException known) {
            return known;
        }
        String text = texts(e);
        if (text.contains("busy")) {
            return new BoardException(busy(pin), e);
        }
        if (text.contains("not permitted") || text.contains("denied")) {
            return new BoardException(
                    "gpio:" + LineNumbers.name(pin) + ": no permission; is this user in group gpio?", e);
        }
        return new BoardException("gpio:" + LineNumbers.name(pin) + ": cannot be opened: " + text, e);
    }

    private static String busy(int pin) {
        try {
            if (LineNumbers.isOther(pin)) {
                return busy(pin, null);
            }
            GpioLine line = GpioDContext.getInstance().getOrOpenLine(pin);
            line.update();
            return busy(pin, line.getConsumer());
        } catch (RuntimeException e) {
            return busy(pin, null);
        }
    }

    /** @param user as the kernel names it */
    static String busy(int pin, @Nullable String user) {
        return "gpio:" + LineNumbers.name(pin) + ": in use by another program"
                + (user == null || user.isBlank() ? "" : " ('" + user + "')")
                + "; stop it, or use another pin (gpioinfo lists them)";
    }

    private static String texts(Throwable e) {
        return Reason.chain(e).stream().map(Reason::of).distinct().collect(Collectors.joining(": "));
    }
}
