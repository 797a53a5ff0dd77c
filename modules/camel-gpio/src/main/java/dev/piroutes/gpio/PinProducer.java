package dev.piroutes.gpio;

import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * What the producers have in common: the pin is taken at start, or, in a route whose autoStartup is false, with the
 * first message; the action is read from the message and the state after it is the answer.
 *
 * @param <L> the line
 */
abstract class PinProducer<L> extends DefaultAsyncProducer implements RouteIdAware {
    private static final int SHOWN = 40;

    final GpioEndpoint endpoint;
    final GpioConfiguration options;
    final GpioComponent component;
    private @Nullable String routeId;
    private @Nullable L line;

    PinProducer(GpioEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
        this.component = endpoint.getComponent();
    }

    /** Takes the pin, or fails with one line that says why not. */
    abstract L open();

    /** Does what a message asks for and answers the state after it. */
    abstract void apply(L line, Exchange exchange);

    /** The action that the message asks for, or an error that shows what came instead. */
    final GpioAction action(Exchange exchange, Set<GpioAction> choices) {
        String text = asked(exchange);
        return choices.stream()
                .filter(action -> text != null && action.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        endpoint.gpio() + ": the action must be one of " + choices + ", but was " + shown(text)));
    }

    /** What the message asks for, as it was written: header before option before body. */
    final @Nullable String asked(Exchange exchange) {
        String header = exchange.getMessage().getHeader(GpioConstants.ACTION, String.class);
        if (header != null) {
            return header;
        }
        GpioAction option = options.getAction();
        return option != null ? option.name() : exchange.getMessage().getBody(String.class);
    }

    static String shown(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "empty";
        }
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > SHOWN
                ? "'" + line.substring(0, SHOWN) + "…' (" + text.length() + " characters)"
                : "'" + line + "'";
    }

    /** Makes the state the message's body. */
    final void answer(Exchange exchange, GpioState state) {
        exchange.getMessage().setBody(state.name());
        exchange.getMessage().setHeader(GpioConstants.PIN, endpoint.gpio().value());
        exchange.getMessage().setHeader(GpioConstants.STATE, state.name());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (AuthoredRoute.isAutoStartup(endpoint.getCamelContext(), routeId)) {
            line();
        }
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (this) {
            line = null;
            component.pins().release(endpoint.gpio(), this);
        }
        super.doStop();
    }

    private synchronized L line() {
        L opened = line;
        if (opened == null) {
            opened = open();
            line = opened;
        }
        return opened;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            apply(line(), exchange);
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
