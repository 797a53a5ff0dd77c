package dev.piroutes.board;

import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.library.gpiod.internal.GpioLine;
import dev.piroutes.files.Reason;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One output of the Pi, held from its first opening until the board closes or the pin becomes an input. No locks. */
final class PiOutput {
    private static final Logger LOG = LoggerFactory.getLogger(PiOutput.class);

    final int pin;
    private final GpioLine line;
    private final Runnable release;
    private final BiConsumer<Integer, Level> changed;
    private volatile Level shutdown;
    private volatile boolean safe;
    private volatile int generation;
    private volatile boolean open;

    PiOutput(int pin, GpioLine line, Runnable release, Level shutdown, BiConsumer<Integer, Level> changed) {
        this.pin = pin;
        this.line = line;
        this.release = release;
        this.shutdown = shutdown;
        this.changed = changed;
    }

    boolean isOpen() {
        return open;
    }

    /** Gives the line back to the kernel. */
    void release() {
        release.run();
    }

    Level level() {
        return line.getValue() == 0 ? Level.LOW : Level.HIGH;
    }

    OutputLine open(Level initial, Level shutdownLevel) {
        shutdown = shutdownLevel;
        open = true;
        generation++;
        drive(initial);
        return new Handle(generation);
    }

    /** Never blocks: the write is one system call. */
    void makeSafe() {
        safe = true;
        try {
            line.setValue(shutdown == Level.HIGH ? 1 : 0);
        } catch (RuntimeException e) {
            LOG.error("gpio:{}: could not be driven to its shutdown level {}", LineNumbers.name(pin), shutdown, e);
        }
    }

    private void drive(Level level) {
        if (safe) {
            return;
        }
        try {
            line.setValue(level == Level.HIGH ? 1 : 0);
        } catch (GpioDException e) {
            throw new BoardException(
                    "gpio:" + LineNumbers.name(pin) + ": the kernel refused to write " + level + ": " + Reason.of(e),
                    e);
        }
        if (safe) {
            makeSafe(); // which this write may have overtaken
        } else {
            changed.accept(pin, level);
        }
    }

    private final class Handle implements OutputLine {
        private final int mine;

        Handle(int mine) {
            this.mine = mine;
        }

        @Override
        public Level level() {
            return PiOutput.this.level();
        }

        @Override
        public void write(Level level) {
            if (!safe && (mine != generation || !open)) {
                throw new BoardException("gpio:" + LineNumbers.name(pin) + ": the line is closed");
            }
            drive(level);
        }

        @Override
        public void close() {
            if (mine == generation) {
                open = false;
            }
        }
    }
}
