package dev.piroutes.time;

import java.time.Duration;
import java.time.Instant;

/** Time that stands still until a test lets it pass, and a clock that a test can set. */
public final class FakeTime implements Time {
    private long nanos = Long.MAX_VALUE - 1_000;
    private long wall = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private String boot = "first";
    private long uptime = 60_000;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Moment now() {
        return new Moment(wall, boot, uptime);
    }

    /** Time passes. */
    public synchronized void pass(Duration duration) {
        nanos += duration.toNanos();
        wall += duration.toMillis();
        uptime += duration.toMillis();
    }

    /** Somebody sets the clock: no time passes. */
    public synchronized void set(String instant) {
        wall = Instant.parse(instant).toEpochMilli();
    }

    /** The clock jumps: no time passes. */
    public synchronized void jump(Duration duration) {
        wall += duration.toMillis();
    }

    /** The machine was off for so long, and its clock went on. */
    public synchronized void reboot(Duration off) {
        boot += "+";
        uptime = 20_000;
        nanos = uptime * 1_000_000;
        wall += off.toMillis();
    }
}
