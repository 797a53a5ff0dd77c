import dev.piroutes.plots.Plots;
import dev.piroutes.plots.SeriesName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a number costs that the page plots for a month, with a value every second: see the README. */
final class PlotMonth {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int POINTS = 1000;
    private static final SeriesName NAME = new SeriesName("csc2106/climate", "temperature");

    private PlotMonth() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("plots");
        AtomicLong now = new AtomicLong(System.currentTimeMillis() - MONTH.toMillis());
        long before = used();
        try (Plots plots = new Plots(folder, now::get)) {
            plots.add(NAME);
            long empty = bytes(folder);
            long start = System.nanoTime();
            for (long second = 0; second < MONTH.toSeconds(); second++) {
                plots.message(NAME.topic(), "{\"temperature\": " + (20 + Math.sin(second / 3600.0)) + "}");
                now.addAndGet(1000);
            }
            long each = (System.nanoTime() - start) / MONTH.toSeconds();
            System.out.printf("values               %,d, one a second%n", MONTH.toSeconds());
            System.out.printf("a value              %,d µs%n", TimeUnit.NANOSECONDS.toMicros(each));
            System.out.printf(
                    "disk                 %,d KB, from the first value on (%,d KB)%n",
                    bytes(folder) / 1024, empty / 1024);
            System.out.printf("memory               %,d KB%n", Math.max(0, used() - before) / 1024);
            for (Duration range : new Duration[] {Duration.ofHours(1), Duration.ofDays(1), MONTH}) {
                long asked = System.nanoTime();
                int points = plots.history(NAME, range.toSeconds(), POINTS).seconds().length;
                System.out.printf(
                        "history of %-9s %,d ms, %,d points%n",
                        range.toString().substring(2).toLowerCase(java.util.Locale.ROOT),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked),
                        points);
            }
            plots.remove(NAME);
        }
        Files.delete(folder);
    }

    private static long bytes(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
