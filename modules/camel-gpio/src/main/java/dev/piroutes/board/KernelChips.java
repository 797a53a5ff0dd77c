package dev.piroutes.board;

import com.pi4j.library.gpiod.internal.AnyChip;
import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.library.gpiod.internal.LineRequestFlag;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's other GPIO chips: expanders such as the MCP23017, by label, by address on their bus, or by name. */
final class KernelChips implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelChips.class);

    private final Path devices;
    private final Map<String, AnyChip> open = new HashMap<>();

    KernelChips(Path devices) {
        this.devices = devices;
    }

    /**
     * A line that nobody has requested yet.
     *
     * @throws BoardException if there is no such chip or line
     */
    synchronized GpioLine line(int number) {
        String name = LineNumbers.chip(number);
        AnyChip chip = open.computeIfAbsent(name, missing -> find(missing, number));
        if (LineNumbers.offset(number) >= chip.lines()) {
            throw new BoardException(
                    "gpio:" + LineNumbers.name(number) + ": " + name + " has lines 0 to " + (chip.lines() - 1));
        }
        return chip.line(LineNumbers.offset(number));
    }

    private AnyChip find(String wanted, int number) {
        AnyChip found = null;
        for (String name : names()) {
            AnyChip chip = new AnyChip(name);
            boolean isIt = name.equals(wanted)
                    || chip.label().equals(wanted)
                    || address(name).equals(wanted);
            if (isIt && found == null) {
                found = chip;
            } else {
                chip.close();
                if (isIt) {
                    found.close();
                    throw new BoardException("gpio:" + LineNumbers.name(number) + ": two chips are called " + wanted
                            + ": write the address on the bus in its place, such as 1-0020 (ls -l "
                            + devices + ")");
                }
            }
        }
        if (found == null) {
            throw new BoardException("gpio:" + LineNumbers.name(number) + ": no chip " + wanted
                    + ": is its overlay in /boot/firmware/config.txt, and is it wired? (gpiodetect lists chips)");
        }
        return found;
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(devices)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new BoardException("the GPIO chips in " + devices + " cannot be listed: " + Reason.of(e), e);
        }
    }

    /** Of the device behind it: {@code …/i2c-1/1-0020/gpiochip2} has the address 1-0020. */
    private String address(String name) {
        try {
            return devices.resolve(name).toRealPath().getParent().getFileName().toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Requests an input: with edges, or read again and again where the chip has no interrupt for them. */
    static EdgeSource input(GpioLine line, int number, Pull pull) {
        int flags =
                switch (pull) {
                    case NONE -> LineRequestFlag.BIAS_DISABLE.getVal();
                    case UP -> LineRequestFlag.BIAS_PULL_UP.getVal();
                    case DOWN -> LineRequestFlag.BIAS_PULL_DOWN.getVal();
                };
        String user = "pi-routes-in-" + LineNumbers.offset(number);
        try {
            line.requestBothEdgeEventsFlags(user, flags);
            return new KernelLine(line);
        } catch (GpioDException e) {
            LOG.debug("gpio:{} has no edges: {}", LineNumbers.name(number), Reason.of(e));
            line.requestInputFlags(user, flags);
            return new PolledLine(line);
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(AnyChip::close);
        open.clear();
    }
}
