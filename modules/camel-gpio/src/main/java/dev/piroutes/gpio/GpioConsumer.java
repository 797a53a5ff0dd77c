package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what happens at one input into exchanges, one after the other and in order. Events that come while the route is
 * busy wait, without limit; a stop first gives up the line and then lets the route work off what waits.
 */
class GpioConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final Logger LOG = LoggerFactory.getLogger(GpioConsumer.class);
    private static final int MANY = 1000;

    private final GpioEndpoint endpoint;
    final GpioConfiguration options;
    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable ExecutorService route;
    private @Nullable InputReader reader;
    private @Nullable Input line;
    /** The route that a person wrote: the pin is its. */
    private String owner = "";

    GpioConsumer(GpioEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        route = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newThreadPool(
                        this,
                        "gpio-" + endpoint.gpio().line(),
                        new ThreadPoolProfileBuilder("gpio")
                                .poolSize(1)
                                .maxPoolSize(1)
                                .maxQueueSize(Integer.MAX_VALUE)
                                .build());
        openLine();
    }

    @Override
    protected void doResume() throws Exception {
        openLine();
        super.doResume();
    }

    @Override
    protected void doSuspend() throws Exception {
        closeLine();
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        closeLine();
        if (route != null) {
            int lost = waiting.get();
            if (lost > 0) {
                LOG.warn("{}: {} events had not been processed when the route had to stop", endpoint.gpio(), lost);
            }
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(route);
            route = null;
        }
        super.doStop();
    }

    private void openLine() {
        GpioComponent component = endpoint.getComponent();
        Board board = component.findBoard();
        owner = AuthoredRoute.of(endpoint.getCamelContext(), getRouteId());
        Input input = component.pins().input(board, endpoint.gpio(), options, this, owner);
        reader = new InputReader(
                board, component.findTimer(), input, options, input.before(owner), event -> enqueue(board, event));
        line = input;
        reader.start();
    }

    private void closeLine() {
        Pins pins = endpoint.getComponent().pins();
        if (reader != null && line != null) {
            if (pins.held()) {
                reader.leave();
                line.leave(owner, reader);
            } else {
                reader.stop();
            }
            reader = null;
        }
        pins.release(endpoint.gpio(), this);
    }

    private void enqueue(Board board, InputEvent event) {
        ExecutorService executor = route;
        if (executor == null) {
            return;
        }
        endpoint.getComponent().events.merge(endpoint.getPinNumber(), 1L, Long::sum);
        long age = board.nanoTime() - event.nanoTime();
        long timestamp = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(age);
        long nanoTime = System.nanoTime() - age;
        if (waiting.incrementAndGet() == MANY) {
            LOG.warn("{}: {} events wait for route '{}', which is slower than its input", endpoint.gpio(), MANY, owner);
        }
        try {
            executor.execute(() -> process(event, timestamp, nanoTime));
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet(); // the consumer has just been stopped
        }
    }

    private void process(InputEvent event, long timestamp, long nanoTime) {
        Exchange exchange = createExchange(false);
        try {
            fill(exchange.getMessage(), event, timestamp, nanoTime);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            waiting.decrementAndGet();
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException("gpio: an event was not processed", exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }

    private void fill(Message message, InputEvent event, long timestamp, long nanoTime) {
        boolean change = options.getEvent() == GpioEvent.CHANGE;
        boolean rate = event.event() == GpioEvent.RATE;
        String body = rate ? options.rate(event.repeat()) : event.event().text();
        message.setBody(change ? event.state().name() : body);
        message.setHeader(GpioConstants.PIN, endpoint.gpio().value());
        message.setHeader(GpioConstants.STATE, event.state().name());
        message.setHeader(GpioConstants.EVENT, event.event().text());
        message.setHeader(GpioConstants.TIMESTAMP, timestamp);
        message.setHeader(GpioConstants.NANO_TIME, nanoTime);
        message.setHeader(GpioConstants.MESSAGE_TIMESTAMP, timestamp);
        if (event.initial()) {
            message.setHeader(GpioConstants.INITIAL, true);
        } else {
            message.setHeader(GpioConstants.DURATION, event.held().toMillis());
        }
        if (rate) {
            message.setHeader(GpioConstants.COUNT, event.repeat());
        } else if (event.repeat() > 0) {
            message.setHeader(GpioConstants.REPEAT, event.repeat());
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return waiting.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // nothing: suspending has given up the line, and what waits is worked off
    }
}
