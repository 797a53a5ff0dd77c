package dev.piroutes.board;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel of the Pi's hardware PWM, through the files that Linux has for it. Not Pi4J's class, which switches the
 * channel off and on with every change: a lamp would flicker.
 */
final class SysfsPwm implements DimmerLine {
    private static final Logger LOG = LoggerFactory.getLogger(SysfsPwm.class);
    private static final Map<Integer, Integer> CHANNELS = Map.of(12, 0, 13, 1, 18, 0, 19, 1);
    private static final Map<Integer, Integer> CHANNELS_PI5 = Map.of(12, 0, 13, 1, 18, 2, 19, 3);

    private final int pin;
    private final Path channel;
    private final long periodNanos;
    private final int shutdown;
    private volatile int high;
    private volatile boolean safe;

    private SysfsPwm(int pin, Path channel, long periodNanos, int shutdown) {
        this.pin = pin;
        this.channel = channel;
        this.periodNanos = periodNanos;
        this.shutdown = shutdown;
    }

    /** Whether the hardware can dim this pin at all. */
    static boolean supports(int pin) {
        return CHANNELS.containsKey(pin);
    }

    /**
     * Opens the channel of a pin, at 0 % or, if that is the shutdown level, 100 % high.
     *
     * @param root {@code /sys/class/pwm}
     * @throws BoardException if the pin has none, the kernel is not configured to use it, or may not be used
     */
    static SysfsPwm open(Path root, String model, int pin, int hertz, Level shutdown) {
        Integer number = (model.contains("Raspberry Pi 5") ? CHANNELS_PI5 : CHANNELS).get(pin);
        if (number == null) {
            throw noPwm(pin);
        }
        Path chip = chip(root, number, pin);
        Path channel = chip.resolve("pwm" + number);
        int rest = shutdown == Level.HIGH ? 100 : 0;
        SysfsPwm pwm = new SysfsPwm(pin, channel, 1_000_000_000L / hertz, rest);
        try {
            if (!Files.exists(channel)) {
                Files.writeString(chip.resolve("export"), String.valueOf(number));
            }
            pwm.write("duty_cycle", 0); // a period shorter than the duty cycle is refused
            pwm.write("period", pwm.periodNanos);
            pwm.set(rest);
            pwm.write("enable", 1);
        } catch (IOException e) {
            throw new BoardException(
                    "gpio:" + LineNumbers.name(pin) + ": " + channel + " cannot be used: " + Reason.of(e)
                            + "; is this user in group gpio?",
                    e);
        }
        return pwm;
    }

    static BoardException noPwm(int pin) {
        return new BoardException(
                "gpio:" + LineNumbers.name(pin) + ": no hardware PWM on this pin; use 12, 13, 18 or 19");
    }

    private static Path chip(Path root, int channel, int pin) {
        try (Stream<Path> chips = Files.list(root)) {
            List<Path> sorted = chips.sorted(Comparator.naturalOrder()).toList();
            for (Path chip : sorted) {
                if (Integer.parseInt(Files.readString(chip.resolve("npwm")).strip()) > channel) {
                    return chip;
                }
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("no PWM chip in {}", root, e);
        }
        throw new BoardException(
                "gpio:" + LineNumbers.name(pin) + ": the kernel has no PWM for it; add 'dtoverlay=pwm-2chan' to"
                        + " /boot/firmware/config.txt and restart the Pi");
    }

    @Override
    public void high(int percent) {
        if (safe) {
            return;
        }
        try {
            set(percent);
        } catch (IOException e) {
            throw new BoardException(
                    "gpio:" + LineNumbers.name(pin) + ": the kernel refused " + percent + " %: " + Reason.of(e), e);
        }
        if (safe) {
            makeSafe(); // which this change may have overtaken
        }
    }

    private void set(int percent) throws IOException {
        write("duty_cycle", periodNanos * percent / 100);
        high = percent;
    }

    private void write(String file, long value) throws IOException {
        Files.writeString(channel.resolve(file), String.valueOf(value));
    }

    void makeSafe() {
        safe = true;
        try {
            set(shutdown);
        } catch (IOException | RuntimeException e) {
            LOG.error("gpio:{}: could not be dimmed to its shutdown state", LineNumbers.name(pin), e);
        }
    }

    @Override
    public int high() {
        return high;
    }

    @Override
    public void close() {
        // the board goes on holding it, so that making safe reaches it
    }
}
