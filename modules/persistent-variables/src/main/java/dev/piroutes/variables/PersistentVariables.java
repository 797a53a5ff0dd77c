package dev.piroutes.variables;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.BrowsableVariableRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's variable repository {@code persistent}: {@code setVariable: {name: "persistent:count", …}} and
 * {@code ${variable.persistent:count}}. Each variable is a text in a small file of its own in {@code variables.dir}, so that a
 * person can read, change and delete it while the program is stopped.
 *
 * <p>A change is written at once, and is there after {@code kill -9}; after a power cut what the operating system had not written yet
 * is not, on Linux that of the last half minute. A counter that changes often can declare that it may lose some: see
 * {@link #setMaxLost}.
 *
 * <p>Camel makes it for the first route that names it. As a bean named {@code persistent} a route file declares it with other
 * options.
 */
public class PersistentVariables extends ServiceSupport implements BrowsableVariableRepository, CamelContextAware {
    /** As in the name of a variable. */
    static final String ID = "persistent";

    private static final Logger LOG = LoggerFactory.getLogger(PersistentVariables.class);
    private static final long UNWRITTEN_SECONDS = 10;

    private final Map<String, String> values = new ConcurrentHashMap<>();
    /** How many changes of each are not in its file. */
    private final Map<String, Integer> unwritten = new ConcurrentHashMap<>();

    private @Nullable CamelContext camelContext;
    private @Nullable ScheduledExecutorService writer;
    private String dir = "{{variables.dir:data/variables}}";
    private int maxLost;
    private @Nullable VariableFiles files;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public @Nullable Object getVariable(String name) {
        ready();
        return values.get(name);
    }

    /** @throws RuntimeCamelException in one line, if the value is no text or number, or cannot be written */
    @Override
    public synchronized void setVariable(String name, @Nullable Object value) {
        if (value == null) {
            removeVariable(name);
            return;
        }
        ready();
        String text = text(name, value);
        String before = values.put(name, text);
        if (!text.equals(before) && unwritten.merge(name, 1, Integer::sum) > maxLost) {
            write(name);
        }
    }

    @Override
    public synchronized @Nullable Object removeVariable(String name) {
        ready();
        String before = values.remove(name);
        unwritten.remove(name);
        try {
            files().delete(name);
        } catch (IOException e) {
            throw failed(name, e);
        }
        return before;
    }

    /** A number is the text of it, a payload the text that it is. */
    private String text(String name, Object value) {
        boolean isPlain = value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof TemporalAccessor;
        boolean isPayload = value instanceof byte[] || value instanceof InputStream || value instanceof StreamCache;
        if (!isPlain && !isPayload) {
            throw new IllegalArgumentException("variable " + ID + ":" + name + ": a "
                    + value.getClass().getSimpleName() + " cannot be kept in a file: make a text or a number of it");
        }
        return isPlain ? value.toString() : context().getTypeConverter().convertTo(String.class, value);
    }

    /** A bean of a route file is not started by anybody else. */
    private synchronized void ready() {
        if (files == null) {
            try {
                context().addService(this);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            }
        }
    }

    private void write(String name) {
        try {
            files().write(name, values.get(name));
            unwritten.remove(name);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** What may be lost is not to be lost for long. */
    private synchronized void writeRest() {
        if (files == null) {
            return;
        }
        for (String name : unwritten.keySet().toArray(String[]::new)) {
            try {
                write(name);
            } catch (UncheckedIOException e) {
                LOG.warn("{}; it is tried again", Reason.of(e));
            }
        }
    }

    private static UncheckedIOException failed(String name, IOException e) {
        String why = Reason.isDiskFull(e) ? "the disk is full" : Reason.of(e);
        return new UncheckedIOException("variable " + ID + ":" + name + " cannot be written: " + why, e);
    }

    @Override
    protected void doStart() {
        VariableFiles found = new VariableFiles(Path.of(context().resolvePropertyPlaceholders(dir)));
        values.putAll(found.read());
        files = found;
        if (maxLost > 0) {
            ScheduledExecutorService made = context()
                    .getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, "persistent-variables");
            made.scheduleWithFixedDelay(this::writeRest, UNWRITTEN_SECONDS, UNWRITTEN_SECONDS, TimeUnit.SECONDS);
            writer = made;
        }
    }

    @Override
    protected void doStop() {
        if (writer != null) {
            context().getExecutorServiceManager().shutdownNow(writer);
            writer = null;
        }
        writeRest();
        if (files != null) {
            files.close();
            files = null;
        }
    }

    private CamelContext context() {
        return Objects.requireNonNull(camelContext, "no Camel context");
    }

    private VariableFiles files() {
        return Objects.requireNonNull(files, "not started");
    }

    @Override
    public boolean hasVariables() {
        return !values.isEmpty();
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public Stream<String> names() {
        return values.keySet().stream();
    }

    @Override
    public Map<String, Object> getVariables() {
        return Map.copyOf(values);
    }

    @Override
    public synchronized void clear() {
        names().toList().forEach(this::removeVariable);
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public String getDir() {
        return dir;
    }

    /** The folder of the files; it is made. The default is the property {@code variables.dir}, or else {@code data/variables}. */
    public void setDir(String dir) {
        this.dir = dir;
    }

    public int getMaxLost() {
        return maxLost;
    }

    /**
     * How many of its latest changes each variable may lose in a {@code kill -9}: so many stay in memory, for 10 s at most, which spares
     * an SD card. 0, the default: none. A stop of the program loses none in any case.
     */
    public void setMaxLost(int maxLost) {
        if (maxLost < 0) {
            throw new IllegalArgumentException("maxLost must be 0 or more, but was " + maxLost);
        }
        this.maxLost = maxLost;
    }
}
