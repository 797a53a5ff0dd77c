package dev.piroutes.broker.paging;

import java.lang.reflect.Field;
import org.apache.activemq.artemis.core.paging.cursor.PageCursorProvider;
import org.apache.activemq.artemis.core.paging.cursor.impl.PageCursorProviderImpl;
import org.apache.activemq.artemis.utils.collections.ConcurrentLongHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the room that Artemis 2.55 sets aside for the cursors of each address as small as a topic needs: it is meant for
 * 256 queues, takes 7 of the 10 KB of an address, and a topic has one or two. It grows like any map. There is no setting
 * for it; to be dropped when Artemis has one, or makes it when it is first used.
 */
final class SmallCursors {
    private static final Logger LOG = LoggerFactory.getLogger(SmallCursors.class);
    private static final String FIELD = "activeCursors";
    private static final int EXPECTED = 2;
    private static final int SECTIONS = 1;

    private SmallCursors() {}

    /** @param fresh one that has no cursors yet */
    static PageCursorProvider of(PageCursorProvider fresh) {
        try {
            Field cursors = PageCursorProviderImpl.class.getDeclaredField(FIELD);
            cursors.setAccessible(true);
            cursors.set(fresh, new ConcurrentLongHashMap<>(EXPECTED, SECTIONS));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("an address takes more memory than it needs", e);
        }
        return fresh;
    }
}
