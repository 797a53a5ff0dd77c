package dev.piroutes.virtualtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.DefaultAsyncProcessorAwaitManager;
import org.jspecify.annotations.Nullable;

/** How a thread waits for the rest of a route: it is at rest until the step that it waits for goes on. */
final class VirtualAwait extends DefaultAsyncProcessorAwaitManager {

    private static final int GLANCE_MILLIS = 5;

    private final VirtualTime time;

    VirtualAwait(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void process(AsyncProcessor processor, Exchange exchange) {
        @Nullable CountedPool pool = CountedPool.current();
        Waiting waiting = new Waiting(pool);
        processor.process(exchange, doneSync -> waiting.done());
        try {
            if (pool != null) {
                waiting.await();
            } else {
                awaitHere(waiting);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        }
    }

    /** On the test's own thread: nobody could let time pass meanwhile. */
    private void awaitHere(Waiting waiting) throws InterruptedException {
        while (!waiting.latch.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
            if (time.resting() && waiting.latch.getCount() > 0) {
                throw new IllegalStateException("the route waits for time to pass, and the test for the route:"
                        + " send with template.asyncSendBody(...), then advance(...)");
            }
        }
    }

    private static final class Waiting {
        private final CountDownLatch latch = new CountDownLatch(1);
        private final @Nullable CountedPool pool;
        private boolean waits;
        private boolean done;

        Waiting(@Nullable CountedPool pool) {
            this.pool = pool;
        }

        synchronized void done() {
            if (!done && waits && pool != null) {
                pool.resumes();
            }
            done = true;
            latch.countDown();
        }

        void await() throws InterruptedException {
            synchronized (this) {
                if (done || pool == null) {
                    return;
                }
                waits = true;
                pool.waits();
            }
            try {
                latch.await();
            } catch (InterruptedException e) {
                done();
                throw e;
            }
        }
    }
}
