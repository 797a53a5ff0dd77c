package dev.piroutes.daytime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the clock when something is due, and at least twice a minute: it may have been set. */
class DaytimeConsumer extends DefaultConsumer implements Suspendable {
    private static final Logger LOG = LoggerFactory.getLogger(DaytimeConsumer.class);
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** A moment that is longer ago was not missed by being busy: the clock has been set past it. */
    private static final Duration LATE = Duration.ofMinutes(5);
    /** A clock that is before this has not been set. */
    private static final Instant SET = Instant.parse("2025-01-01T00:00:00Z");

    private final DaytimeEndpoint endpoint;
    private final Schedule schedule;
    private final Clock clock;
    private @Nullable ScheduledExecutorService timer;
    private @Nullable Boolean state;
    private @Nullable Instant looked;
    private @Nullable Instant happened;
    private boolean waiting;
    /** Nothing changes between these two. */
    private Instant from = Instant.MAX;

    private Instant until = Instant.MIN;

    DaytimeConsumer(DaytimeEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        schedule = endpoint.schedule();
        clock = endpoint.getComponent().findClock();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        begin();
    }

    @Override
    protected void doResume() throws Exception {
        begin();
        super.doResume();
    }

    @Override
    protected void doSuspend() throws Exception {
        end();
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        end();
        super.doStop();
    }

    private void begin() {
        ScheduledExecutorService made = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "daytime-" + endpoint.getName());
        timer = made;
        made.execute(() -> look(made));
    }

    private void end() {
        if (timer != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(timer);
            timer = null;
        }
    }

    private void look(ScheduledExecutorService here) {
        Instant now = clock.instant();
        if (now.isBefore(from) || !now.isBefore(until)) {
            happens(now);
        }
        long wait = Math.max(1, Math.min(Duration.between(now, until).toMillis() + 1, LOOK.toMillis()));
        try {
            here.schedule(() -> look(here), wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("the route has stopped", e);
        }
    }

    private void happens(Instant now) {
        try {
            if (now.isBefore(SET)) {
                waitForClock(now);
            } else if (schedule.to() == null) {
                moment(now);
            } else {
                state(now);
            }
        } catch (RuntimeException e) {
            getExceptionHandler().handleException(e);
        }
        from = now;
        until = schedule.next(now).filter(next -> !now.isBefore(SET)).orElse(now.plus(LOOK));
    }

    private void waitForClock(Instant now) {
        if (!waiting) {
            waiting = true;
            LOG.warn("daytime:{} waits for the clock, which says {}", endpoint.getName(), now);
        }
    }

    private void state(Instant now) {
        boolean on = schedule.isOn(now);
        Boolean before = state;
        state = on;
        if (before == null ? endpoint.isInitial() : before != on) {
            tell(now, on ? "ON" : "OFF", before == null);
        }
    }

    private void moment(Instant now) {
        Instant before = looked;
        looked = now;
        Instant last = schedule.last(now).orElse(null);
        if (before == null || last == null || !last.isAfter(before) || last.equals(happened)) {
            return;
        }
        happened = last;
        if (last.isBefore(now.minus(LATE))) {
            LOG.info("daytime:{} leaves out {}: the clock was set past it, to {}", endpoint.getName(), last, now);
        } else {
            tell(now, String.valueOf(endpoint.getAt()), false);
        }
    }

    private void tell(Instant now, String body, boolean initial) {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(Exchange.MESSAGE_TIMESTAMP, now.toEpochMilli());
        if (initial) {
            exchange.getMessage().setHeader(DaytimeConstants.INITIAL, true);
        }
        schedule.next(now).ifPresent(next -> exchange.getMessage().setHeader(DaytimeConstants.NEXT, next));
        try {
            createUoW(exchange);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            if (exchange.getException() != null) {
                getExceptionHandler().handleException("Error processing exchange", exchange, exchange.getException());
            }
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }
}
