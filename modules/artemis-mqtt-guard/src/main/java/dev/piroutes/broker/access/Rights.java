package dev.piroutes.broker.access;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one user may read and write, as topic filters. A filter that another of the same kind covers is left out.
 */
public record Rights(SortedSet<String> read, SortedSet<String> write) {

    /** These, without what others cover. */
    public Rights {
        read = essential(read);
        write = essential(write);
    }

    /** These. */
    public static Rights of(Collection<String> read, Collection<String> write) {
        return new Rights(new TreeSet<>(read), new TreeSet<>(write));
    }

    private static SortedSet<String> essential(Collection<String> filters) {
        SortedSet<String> essential = new TreeSet<>(filters);
        essential.removeIf(filter ->
                filters.stream().anyMatch(other -> !other.equals(filter) && new TopicFilter(other).covers(filter)));
        return essential;
    }

    boolean mayPublish(String topic) {
        return write.stream().anyMatch(filter -> new TopicFilter(filter).covers(topic));
    }
}
