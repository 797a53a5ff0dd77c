package dev.piroutes.broker.guard;

import dev.piroutes.time.Repeats;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for an offence, and no flood of them: of each kind the first of an address is logged at once, those that follow
 * within a minute are counted, and the count is logged afterwards. Who uses a name of the broker's own means no harm and does it
 * at every connect, perhaps under a new client id each time: that is said once for each address and name.
 */
final class OffenceLog {
    static final Duration WINDOW = Duration.ofMinutes(1);
    /** Of so many addresses and kinds; beyond, all others share one count. */
    private static final int REMEMBERED = 200;

    private static final String OTHERS = "other addresses";
    private static final Logger LOG = LoggerFactory.getLogger(OffenceLog.class);

    private final Consumer<String> out;
    private final LongSupplier nanoTime;
    private final Repeats<Key> repeats;
    private final Map<Key, String> last = new HashMap<>();
    /** Of which addresses it was said which name is the broker's own; the oldest make room. */
    private final Set<String> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private final Map<Offence.Kind, Long> totals = new EnumMap<>(Offence.Kind.class);

    /** Looked at once for an offence: a window that ends between two looks would lose what it has counted. */
    private long now;

    private record Key(String address, Offence.Kind kind) {}

    OffenceLog(LongSupplier nanoTime) {
        this(nanoTime, LOG::warn);
    }

    /** @param nanoTime {@link System#nanoTime}, or a test's */
    OffenceLog(LongSupplier nanoTime, Consumer<String> out) {
        this.out = out;
        this.nanoTime = nanoTime;
        repeats = new Repeats<>(WINDOW, Integer.MAX_VALUE, () -> now);
    }

    /**
     * @param who the address, and the client id if it is known
     * @param consequence what became of the client or its packet
     */
    synchronized void add(String address, String who, Offence offence, String consequence) {
        flush();
        totals.merge(offence.kind(), 1L, Long::sum);
        if (offence.kind() == Offence.Kind.RESERVED && !known.add(address + offence.what())) {
            return;
        }
        String line = who + ": " + offence.what() + "; " + consequence;
        Key own = new Key(address, offence.kind());
        Key key = last.containsKey(own) || last.size() < REMEMBERED ? own : new Key(OTHERS, offence.kind());
        if (repeats.add(key) == 0) {
            out.accept(line);
        }
        last.put(key, line);
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
        now = nanoTime.getAsLong();
        repeats.ended().forEach((key, times) -> {
            String line = last.remove(key);
            if (times > 1) {
                out.accept(key.address + ": " + (times - 1) + " more like that within a minute, the last: " + line);
            }
        });
    }
}
