package dev.piroutes.plots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rrd4j.ConsolFun;
import org.rrd4j.DsType;
import org.rrd4j.core.FetchData;
import org.rrd4j.core.RrdDb;
import org.rrd4j.core.RrdDef;
import org.rrd4j.core.RrdRandomAccessFileBackendFactory;
import org.rrd4j.core.Sample;

/**
 * One number over time, in a round-robin database: a file of {@value #KILOBYTES} KB that never grows. It has an hour by the second, a day by
 * half minutes, thirty days by quarters of an hour; of each its mean, least and greatest. A value holds until the next. Thread-safe.
 */
final class Series implements AutoCloseable {
    static final int KILOBYTES = 230;

    private static final String VALUE = "value";
    private static final long DAY = 86_400;
    /** A clock that is set back so far was wrong before. */
    private static final long WRONG = 3600;

    private final Path file;
    private RrdDb db;
    private @Nullable Double last;

    /** Opens the file, or makes it. */
    Series(Path file, long nowMillis) throws IOException {
        this.file = file;
        db = Files.exists(file) ? open(file) : make(file, seconds(nowMillis));
    }

    private static RrdDb open(Path file) throws IOException {
        return RrdDb.getBuilder()
                .setPath(file.toString())
                .setBackendFactory(new RrdRandomAccessFileBackendFactory())
                .build();
    }

    private static RrdDb make(Path file, long now) throws IOException {
        RrdDef def = new RrdDef(file.toString(), now - 2, 1);
        def.addDatasource(VALUE, DsType.GAUGE, 400 * DAY, Double.NaN, Double.NaN);
        for (ConsolFun fun : new ConsolFun[] {ConsolFun.AVERAGE, ConsolFun.MIN, ConsolFun.MAX}) {
            def.addArchive(fun, 0.999, 1, 3600);
            def.addArchive(fun, 0.999, 30, (int) (DAY / 30));
            def.addArchive(fun, 0.999, 900, (int) (30 * DAY / 900));
        }
        return RrdDb.getBuilder()
                .setRrdDef(def)
                .setBackendFactory(new RrdRandomAccessFileBackendFactory())
                .build();
    }

    /** A value has come. Of several within a second the first counts. */
    synchronized void add(double value, long nowMillis) throws IOException {
        long now = seconds(nowMillis);
        if (db.getLastUpdateTime() > now + WRONG) {
            db.close();
            Files.delete(file);
            db = make(file, now);
        }
        hold(now - 1);
        if (now > db.getLastUpdateTime()) {
            update(now, value);
        }
        last = value;
    }

    synchronized Optional<Double> last() {
        return Optional.ofNullable(last);
    }

    /** What is between is what was last; before the first of this process nobody knows. */
    private void hold(long until) throws IOException {
        if (until > db.getLastUpdateTime()) {
            update(until, last == null ? Double.NaN : last);
        }
    }

    private void update(long second, double value) throws IOException {
        Sample sample = db.createSample(second);
        sample.setValue(VALUE, value);
        sample.update();
    }

    /**
     * What it was in the last so many seconds.
     *
     * @param points at most so many, roughly
     */
    synchronized Plots.History history(long lastSeconds, int points, long nowMillis) throws IOException {
        long now = seconds(nowMillis);
        hold(now - 1);
        long from = now - lastSeconds;
        long resolution = Math.max(1, lastSeconds / points);
        FetchData mean = fetch(ConsolFun.AVERAGE, from, now, resolution);
        return new Plots.History(
                mean.getTimestamps(),
                mean.getValues(VALUE),
                fetch(ConsolFun.MIN, from, now, resolution).getValues(VALUE),
                fetch(ConsolFun.MAX, from, now, resolution).getValues(VALUE));
    }

    private FetchData fetch(ConsolFun fun, long from, long to, long resolution) throws IOException {
        return db.createFetchRequest(fun, from, to, resolution).fetchData();
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1000);
    }

    @Override
    public synchronized void close() throws IOException {
        db.close();
    }
}
