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
     * Takes the next edge from the queue, or null if none comes within 100 ms.
     *
     * @throws RuntimeException if there will be no more
     */
    @Nullable
    Edge next();

    @Override
    void close();
}
