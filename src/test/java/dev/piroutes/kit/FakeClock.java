package dev.piroutes.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The clock of other processes, which a test can set while they run; how fast time passes for them stays as it is. Needs
 * libfaketime: where there is none, the test says so in one line and is skipped.
 */
public final class FakeClock {
    private static final List<String> FOLDERS =
            List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib/arm-linux-gnueabihf");

    /** What happens to a clock: how far it is ahead of the real one, before and after. */
    public enum Jump {
        FROM_1970_TO_TODAY(Duration.between(Instant.now(), Instant.ofEpochSecond(60)), Duration.ZERO),
        AN_HOUR_FORWARD(Duration.ZERO, Duration.ofHours(1)),
        A_YEAR_FORWARD(Duration.ZERO, Duration.ofDays(365)),
        AN_HOUR_BACK(Duration.ofHours(1), Duration.ZERO),
        A_YEAR_BACK(Duration.ofDays(365), Duration.ZERO);

        private final Duration from;
        private final Duration to;

        Jump(Duration from, Duration to) {
            this.from = from;
            this.to = to;
        }

        public Duration from() {
            return from;
        }

        public Duration to() {
            return to;
        }
    }

    private final Path library;
    private final Path file;

    private FakeClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** @param folder of the test, for a small file */
    public static FakeClock in(Path folder) {
        Path library = FOLDERS.stream()
                .map(f -> Path.of(f, "faketime", "libfaketimeMT.so.1"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        if (library == null) {
            Missing.skip("what happens when the clock is set", "libfaketime (Debian: apt-get install faketime)");
        }
        FakeClock clock = new FakeClock(library, folder.resolve("clock"));
        clock.ahead(Duration.ZERO);
        return clock;
    }

    /** A clock that begins in 1970, as on a Pi that has no battery for one. */
    public static FakeClock unset(Path folder) {
        FakeClock clock = in(folder);
        clock.ahead(Duration.between(Instant.now(), Instant.ofEpochSecond(10)));
        return clock;
    }

    /** Sets it to what it is, as NTP does. */
    public void set() {
        ahead(Duration.ZERO);
    }

    /** For a process that is to have this clock. It sees a change within a second. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                // Without a cache the JVM reads the file a million times a second.
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // With its "fix" every wait of the JVM that has a limit returns at once: it spins, and is too slow to
                // use.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Sets it by the real clock. */
    public void ahead(Duration duration) {
        try {
            Path next = Files.writeString(file.resolveSibling("clock.next"), "%+d".formatted(duration.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
