package dev.piroutes.board;

import com.pi4j.library.gpiod.internal.GpioLine;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A line of a chip that says of no edge: it is read 50 times a second. What is shorter than 20 ms can be missed. */
final class PolledLine implements EdgeSource {
    private static final long PERIOD_MILLIS = 20;

    private final GpioLine line;
    private Level polled;

    PolledLine(GpioLine line) {
        this.line = line;
        polled = read();
    }

    @Override
    public Level read() {
        return line.getValue() == 0 ? Level.LOW : Level.HIGH;
    }

    @Override
    public boolean await() {
        try {
            TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Override
    public synchronized @Nullable Edge poll() {
        Level now = read();
        if (now == polled) {
            return null;
        }
        polled = now;
        return new Edge(now, System.nanoTime());
    }

    @Override
    public void close() {
        // the board gives back the line
    }
}
