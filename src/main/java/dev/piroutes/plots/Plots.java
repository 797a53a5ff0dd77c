package dev.piroutes.plots;

import dev.piroutes.files.Reason;
import dev.piroutes.files.SetAside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers that somebody wants to see over time, a file for each. Nothing is kept of what nobody plots; what is plotted goes on
 * after a restart, until it is taken away. Thread-safe.
 */
public final class Plots implements AutoCloseable {
    /** Each costs a file and a write a second. */
    static final int MOST = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Plots.class);

    private final Path folder;
    private final LongSupplier millis;
    private volatile Set<String> topics = Set.of();
    private final Map<SeriesName, Series> all =
            new TreeMap<>(Comparator.comparing(SeriesName::topic).thenComparing(SeriesName::field));

    /**
     * A number over time, as a browser draws it.
     *
     * @param seconds since 1970, each the end of its stretch
     * @param mean NaN where nobody knows
     */
    public record History(long[] seconds, double[] mean, double[] least, double[] greatest) {}

    /** @param folder where the files are; it is made for the first */
    public Plots(Path folder) {
        this(folder, System::currentTimeMillis);
    }

    /** @param millis the time, as {@link System#currentTimeMillis} has it */
    public Plots(Path folder, LongSupplier millis) {
        this.folder = folder;
        this.millis = millis;
        for (Path file : files()) {
            try {
                SeriesName name = SeriesName.ofFile(file.getFileName().toString());
                all.put(name, new Series(file, millis.getAsLong()));
            } catch (IOException | RuntimeException e) {
                setAside(file, e);
            }
        }
        noteTopics();
    }

    private void noteTopics() {
        topics = all.keySet().stream().map(SeriesName::topic).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a message on this topic is of any use. Waits for nobody. */
    public boolean wants(String topic) {
        return topics.contains(topic);
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !SetAside.isSetAside(file)).sorted().toList();
        } catch (IOException e) {
            LOG.error("plots in {} cannot be read: {}", folder, Reason.of(e));
            return List.of();
        }
    }

    private static void setAside(Path file, Exception why) {
        try {
            LOG.error(
                    "plot {} is damaged ({}): set aside as {}. Delete that file when you have looked at it",
                    file,
                    Reason.of(why),
                    SetAside.move(file).getFileName());
        } catch (IOException e) {
            LOG.error("plot {} is damaged ({}), and cannot be set aside: {}", file, Reason.of(why), Reason.of(e));
        }
    }

    /** Those that are kept, in the order of their topics. */
    public synchronized List<SeriesName> names() {
        return List.copyOf(all.keySet());
    }

    /** Begins to keep a number. @throws IllegalArgumentException in one line, if there are too many or the disk takes none */
    public synchronized void add(SeriesName name) {
        if (all.containsKey(name)) {
            return;
        }
        if (all.size() >= MOST) {
            throw new IllegalArgumentException(MOST + " plots are as many as there can be: take one away first");
        }
        try {
            Files.createDirectories(folder);
            all.put(name, new Series(folder.resolve(name.fileName()), millis.getAsLong()));
            noteTopics();
        } catch (IOException e) {
            throw new IllegalArgumentException("the plot cannot be kept in " + folder + ": " + Reason.of(e), e);
        }
    }

    /** Ends it, and deletes what was kept. */
    public synchronized void remove(SeriesName name) {
        Series series = all.remove(name);
        noteTopics();
        if (series != null) {
            try {
                series.close();
                Files.deleteIfExists(folder.resolve(name.fileName()));
            } catch (IOException e) {
                LOG.warn("plot {} cannot be deleted: {}", name, Reason.of(e));
            }
        }
    }

    /** A message has come. */
    public void message(String topic, String payload) {
        for (Map.Entry<SeriesName, Series> one : of(topic)) {
            one.getKey().in(payload).ifPresent(value -> {
                try {
                    one.getValue().add(value, millis.getAsLong());
                } catch (IOException e) {
                    LOG.warn("plot {} cannot be written: {}", one.getKey(), Reason.of(e));
                }
            });
        }
    }

    private synchronized List<Map.Entry<SeriesName, Series>> of(String topic) {
        List<Map.Entry<SeriesName, Series>> found = new ArrayList<>();
        all.forEach((name, series) -> {
            if (name.topic().equals(topic)) {
                found.add(Map.entry(name, series));
            }
        });
        return found;
    }

    /** What each was last, in this run of the program. */
    public synchronized Map<SeriesName, Double> latest() {
        Map<SeriesName, Double> latest = new LinkedHashMap<>();
        all.forEach((name, series) -> series.last().ifPresent(value -> latest.put(name, value)));
        return latest;
    }

    /**
     * What it was in the last so many seconds.
     *
     * @param points at most so many, roughly
     * @throws IllegalArgumentException if it is not kept
     */
    public synchronized History history(SeriesName name, long lastSeconds, int points) {
        Series series = all.get(name);
        if (series == null) {
            throw new IllegalArgumentException(name.topic() + " is not plotted");
        }
        try {
            return series.history(lastSeconds, points, millis.getAsLong());
        } catch (IOException e) {
            throw new UncheckedIOException("the plot of " + name.topic() + " cannot be read: " + Reason.of(e), e);
        }
    }

    @Override
    public synchronized void close() {
        for (Series series : all.values()) {
            try {
                series.close();
            } catch (IOException e) {
                LOG.debug("a plot did not close", e);
            }
        }
        all.clear();
        noteTopics();
    }
}
