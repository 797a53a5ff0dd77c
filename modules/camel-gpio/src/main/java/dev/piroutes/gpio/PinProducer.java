package dev.piroutes.gpio;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * What the producers have in common: the pin is taken at start, or, in a route whose autoStartup is false, with the
 * first message; the action is read from the message and the state after it is the answer.
 */
abstract class PinProducer extends DefaultAsyncProducer implements RouteIdAware {
    final GpioEndpoint endpoint;
    private @Nullable String routeId;
    private boolean open;

    PinProducer(GpioEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /** Takes the pin, or says in one line why not. */
    abstract void open();

    /** Gives the pin back. */
    abstract void release();

    /** Does what a message asks for and answers the state after it. */
    abstract void apply(Exchange exchange);

    /** Makes the state the message's body. */
    final void answer(Exchange exchange, GpioState state) {
        exchange.getMessage().setBody(state.name());
        exchange.getMessage().setHeader(GpioConstants.PIN, endpoint.getPinNumber());
        exchange.getMessage().setHeader(GpioConstants.STATE, state.name());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (AutoStartup.of(endpoint.getCamelContext(), routeId)) {
            openOnce();
        }
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (this) {
            open = false;
            release();
        }
        super.doStop();
    }

    private synchronized void openOnce() {
        if (!open) {
            open();
            open = true;
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            openOnce();
            apply(exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    /** The route for an error message. */
    String route() {
        return routeId == null ? "none" : AuthoredRoute.of(endpoint.getCamelContext(), routeId);
    }

    @Override
    public @Nullable String getRouteId() {
        return routeId;
    }

    @Override
    public void setRouteId(String routeId) {
        this.routeId = routeId;
    }
}
