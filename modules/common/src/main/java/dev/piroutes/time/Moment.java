package dev.piroutes.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A moment that is written down, so that a later process can tell how long ago it was.
 *
 * <p>Within one boot of the machine that is exact, even if the clock is set in between: Linux counts the time since the
 * boot. Over a reboot there is only the clock. It counts if it was set at both moments and does not run backwards;
 * otherwise nobody knows how long the machine was off, and no time has passed.
 *
 * @param wall milliseconds since 1970, by the clock
 * @param boot which boot of the machine; empty where there is no way to tell
 * @param uptime milliseconds since that boot
 */
public record Moment(long wall, String boot, long uptime) {
    /** A clock that is before this has not been set. */
    private static final long SET = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

    private static final String BOOT = read("/proc/sys/kernel/random/boot_id");

    /** Of this machine. */
    static Moment now() {
        String seconds = BOOT.isEmpty() ? "" : read("/proc/uptime").split(" ", 2)[0];
        return seconds.isEmpty()
                ? new Moment(System.currentTimeMillis(), "", 0)
                : new Moment(System.currentTimeMillis(), BOOT, (long) (Double.parseDouble(seconds) * 1000));
    }

    /** The moment so many milliseconds before this one. */
    public Moment minus(long millis) {
        return new Moment(wall - millis, boot, uptime - millis);
    }

    /** How many milliseconds have passed from an earlier moment to this one, as far as that can be known; 0 or more. */
    public long since(Moment earlier) {
        if (!boot.isEmpty() && boot.equals(earlier.boot)) {
            return Math.max(0, uptime - earlier.uptime);
        }
        return earlier.wall >= SET && wall >= SET ? Math.max(0, wall - earlier.wall) : 0;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
