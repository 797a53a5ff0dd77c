package dev.piroutes.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Commands all at once, and what became of them.
 *
 * @param sent commands
 * @param acknowledged how many the device handled
 * @param swaps acknowledgements that did not alternate between ON and OFF
 * @param perSecond from the first publish to the last acknowledgement
 */
record Burst(int sent, int acknowledged, int swaps, double perSecond) {
    /** How long no acknowledgement may come before the rest counts as lost. */
    private static final long SILENCE_SECONDS = 5;

    static Burst of(int count, int port) {
        AckCounter acks = new AckCounter();
        try (Client client = Client.subscribed(port, "bench-burst", Topics.ACKNOWLEDGEMENT, acks)) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                client.publish(Topics.TOGGLE);
            }
            acks.await(count, TimeUnit.SECONDS.toNanos(SILENCE_SECONDS));
            return new Burst(count, acks.count(), acks.swaps(), acks.count() * 1e9 / (acks.lastAt() - start));
        } catch (IOException e) {
            throw new BenchException("burst: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    int lost() {
        return Math.max(0, sent - acknowledged);
    }

    /** In words: {@code none}, or how many of which fault. */
    String faults() {
        if (lost() == 0 && swaps == 0 && acknowledged == sent) {
            return "none";
        }
        return (lost() > 0 ? lost() + " lost " : "")
                + (acknowledged > sent ? acknowledged - sent + " twice " : "")
                + (swaps > 0 ? swaps + " out of order" : "");
    }
}
