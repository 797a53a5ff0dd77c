package dev.piroutes.broker.access;

import dev.piroutes.topic.TopicFilter;
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

    /** These and those. */
    public Rights and(Rights more) {
        SortedSet<String> allRead = new TreeSet<>(read);
        SortedSet<String> allWrite = new TreeSet<>(write);
        allRead.addAll(more.read);
        allWrite.addAll(more.write);
        return new Rights(allRead, allWrite);
    }

    private static SortedSet<String> essential(Collection<String> filters) {
        SortedSet<String> essential = new TreeSet<>(filters);
        essential.removeIf(filter ->
                filters.stream().anyMatch(other -> !other.equals(filter) && TopicFilter.covers(other, filter)));
        return essential;
    }

    boolean mayPublish(String topic) {
        return write.stream().anyMatch(filter -> TopicFilter.covers(filter, topic));
    }
}
