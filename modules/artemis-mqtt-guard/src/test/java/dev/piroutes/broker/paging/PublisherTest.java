package dev.piroutes.broker.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private final Deque<Runnable> completions = new ArrayDeque<>();
    private final OperationContextImpl context = new OperationContextImpl(completions::add);
    private final List<String> reading = new ArrayList<>();
    private final Publisher publisher = new Publisher(context, new Publisher.Reading() {
        @Override
        public void hold() {
            reading.add("hold");
        }

        @Override
        public void resume() {
            reading.add("resume");
        }
    });
    private final PagingStore store = store();
    private final PagingStore other = store();

    /** Told apart by identity alone. */
    private static PagingStore store() {
        return (PagingStore) Proxy.newProxyInstance(
                PagingStore.class.getClassLoader(),
                new Class<?>[] {PagingStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private void publishInMemory() {
        publisher.inMemory(store);
        context.storeLineUp();
        publisher.handled();
    }

    private void stored() {
        context.done();
        while (!completions.isEmpty()) {
            completions.remove().run();
        }
    }

    @Test
    void doesNotWaitWhereNothingIsUnderWay() {
        assertThat(publisher.wouldOvertake(store)).isFalse();
        publishInMemory();
        assertThat(publisher.wouldOvertake(other)).isFalse();
        publisher.handled();
        assertThat(reading).isEmpty();
    }

    @Test
    void isHeldUntilAllThatIsUnderWayIsInItsQueue() {
        publishInMemory();
        assertThat(publisher.wouldOvertake(store)).isTrue();
        publishInMemory();
        assertThat(reading).containsExactly("hold");
        stored();
        assertThat(reading).as("one is still under way").containsExactly("hold");
        assertThat(publisher.wouldOvertake(store)).isTrue();
        stored();
        assertThat(reading).containsExactly("hold", "resume");
        assertThat(publisher.wouldOvertake(store)).isFalse();
    }

    @Test
    void isHeldForWhatCameWhileItWaited() {
        publishInMemory();
        publisher.wouldOvertake(store);
        publishInMemory();
        publishInMemory();
        stored();
        stored();
        assertThat(reading).doesNotContain("resume");
        stored();
        assertThat(reading).endsWith("resume").containsOnlyOnce("resume");
    }
}
