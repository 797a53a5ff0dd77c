package dev.piroutes.broker.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for an offence, and no flood of them: of each kind the first of an address is logged at once, those that follow
 * within a minute are counted, and the count is logged afterwards.
 */
final class OffenceLog {
    static final Duration WINDOW = Duration.ofMinutes(1);
    /** Of so many addresses and kinds; beyond, all others share one count. */
    private static final int REMEMBERED = 200;

    private static final String OTHERS = "other addresses";
    private static final Logger LOG = LoggerFactory.getLogger(OffenceLog.class);

    private final LongSupplier nanoTime;
    private final Consumer<String> out;
    private final Map<Key, Count> counts = new LinkedHashMap<>();
    private final Map<Offence.Kind, Long> totals = new EnumMap<>(Offence.Kind.class);

    private record Key(String address, Offence.Kind kind) {}

    private static final class Count {
        private final long since;
        private int more;
        private String last = "";

        private Count(long since) {
            this.since = since;
        }
    }

    OffenceLog(LongSupplier nanoTime) {
        this(nanoTime, LOG::warn);
    }

    /** @param nanoTime {@link System#nanoTime}, or a test's */
    OffenceLog(LongSupplier nanoTime, Consumer<String> out) {
        this.nanoTime = nanoTime;
        this.out = out;
    }

    /**
     * @param who the address, and the client id if it is known
     * @param consequence what became of the client or its packet
     */
    synchronized void add(String address, String who, Offence offence, String consequence) {
        flush();
        totals.merge(offence.kind(), 1L, Long::sum);
        String line = who + ": " + offence.what() + "; " + consequence;
        Key key = new Key(address, offence.kind());
        Count count = counts.get(key);
        if (count == null && counts.size() >= REMEMBERED) {
            key = new Key(OTHERS, offence.kind());
            count = counts.get(key);
        }
        if (count == null) {
            counts.put(key, new Count(nanoTime.getAsLong()));
            out.accept(line);
        } else {
            count.more++;
            count.last = line;
        }
    }

    /** How many there were of each kind, all kinds. */
    synchronized Map<String, Long> totals() {
        Map<String, Long> byName = new LinkedHashMap<>();
        for (Offence.Kind kind : Offence.Kind.values()) {
            byName.put(kind.name().toLowerCase(Locale.ROOT), totals.getOrDefault(kind, 0L));
        }
        return byName;
    }

    /** Says what has been counted for a minute. Called with every offence, and now and then. */
    synchronized void flush() {
        long now = nanoTime.getAsLong();
        List<String> lines = new ArrayList<>();
        for (Iterator<Map.Entry<Key, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Count> entry = all.next();
            Count count = entry.getValue();
            if (now - count.since >= WINDOW.toNanos()) {
                all.remove();
                if (count.more > 0) {
                    lines.add(entry.getKey().address + ": " + count.more + " more like that within a minute, the last: "
                            + count.last);
                }
            }
        }
        lines.forEach(out);
    }
}
