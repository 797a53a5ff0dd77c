package dev.piroutes.gpio;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Finds out what a message asks of an output: header before option before body. */
final class Actions {
    private static final int SHOWN = 40;

    private Actions() {}

    /** The action for this message, or an error that shows what came instead. */
    static GpioAction of(Exchange exchange, GpioEndpoint endpoint) {
        String text = text(exchange, endpoint);
        Set<GpioAction> choices = endpoint.isSimulate() ? GpioAction.SIMULATED : GpioAction.OUTPUT;
        for (GpioAction action : choices) {
            if (text != null && action.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
                return action;
            }
        }
        throw new IllegalArgumentException(
                endpoint.gpio() + ": the action must be one of " + choices + ", but was " + shown(text));
    }

    /** What the message asks for, as it was written. */
    static @Nullable String text(Exchange exchange, GpioEndpoint endpoint) {
        String header = exchange.getMessage().getHeader(GpioConstants.ACTION, String.class);
        if (header != null) {
            return header;
        }
        GpioAction option = endpoint.getAction();
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
}
