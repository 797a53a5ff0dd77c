package dev.piroutes.board;

import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.library.gpiod.internal.GpioLineEvent;
import com.pi4j.library.gpiod.internal.LineEvent;
import org.jspecify.annotations.Nullable;

/** A line that has been requested with events for both edges. The kernel queues 16 of them. */
final class KernelLine implements EdgeSource {
    private static final long WAIT_NANOS = 100_000_000;
    private static final long OLDEST_NANOS = 10_000_000_000L;

    private final GpioLine line;
    private final GpioLineEvent event = GpioDContext.getInstance().openLineEvent();

    KernelLine(GpioLine line) {
        this.line = line;
    }

    @Override
    public Level read() {
        return line.getValue() == 0 ? Level.LOW : Level.HIGH;
    }

    @Override
    public boolean await() {
        return line.eventWait(WAIT_NANOS);
    }

    @Override
    public @Nullable Edge poll() {
        if (!line.eventWait(0)) {
            return null;
        }
        line.eventRead(event);
        return new Edge(event.getType() == LineEvent.RISING_EDGE ? Level.HIGH : Level.LOW, time());
    }

    /** The kernel's own time stamp, unless its clock is not the JVM's (kernels before 5.7). */
    private long time() {
        long now = System.nanoTime();
        long age = now - event.getTimeNs();
        return age >= 0 && age < OLDEST_NANOS ? event.getTimeNs() : now;
    }

    @Override
    public void close() {
        GpioDContext.getInstance().closeLineEvent(event);
    }
}
