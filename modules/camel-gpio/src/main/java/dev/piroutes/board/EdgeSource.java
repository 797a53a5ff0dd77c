package dev.piroutes.board;

import org.jspecify.annotations.Nullable;

/** An input line of which the edges are queued, and of which the queue may lose some. */
interface EdgeSource extends AutoCloseable {
    /**
     * An edge.
     *
     * @param level the level after it
     * @param nanoTime when
     */
    record Edge(Level level, long nanoTime) {}

    /** The level that the line has now. */
    Level read();

    /**
     * Waits until an edge is queued, for 100 ms at most; whether one is.
     *
     * @throws RuntimeException if there will be no more
     */
    boolean await();

    /**
     * Takes the next edge from the queue, or null if there is none.
     *
     * @throws RuntimeException if there will be no more
     */
    @Nullable
    Edge poll();

    @Override
    void close();
}
