package dev.piroutes.kit;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Part of every test: no broker in this JVM may find a client that gets nothing of what waits for it. {@link Program} looks
 * for the same line in what a program of its own writes.
 */
public final class NoStalls implements BeforeEachCallback, AfterEachCallback {
    public static final String LOGGER = "dev.piroutes.broker.mqtt.StallWatch";
    /** Of the watch's line. */
    static final String SIGN = "though it has acknowledged all that was";

    private static volatile boolean expected;

    /** The test that is running has brought one about. */
    public static void expected() {
        expected = true;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        expected = false;
        store(context).put(LogLines.class, new LogLines(LOGGER));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LogLines lines = store(context).remove(LogLines.class, LogLines.class);
        lines.close();
        if (!expected) {
            check(lines.lines());
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(NoStalls.class, context.getUniqueId()));
    }

    /** Fails if one of the lines tells of a stall. */
    public static void check(List<String> lines) {
        List<String> stalls = lines.stream().filter(line -> line.contains(SIGN)).toList();
        if (!stalls.isEmpty()) {
            throw new AssertionError("a delivery stalled: " + stalls);
        }
    }
}
