package dev.piroutes.gpio;

import dev.piroutes.board.DimmerLine;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Dims one output: the body is how bright, 0 to 100. */
class DimmerProducer extends PinProducer<DimmerLine> {
    private static final int FULL = 100;

    DimmerProducer(GpioEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    DimmerLine open() {
        return component.pins().dimmer(component.findBoard(), endpoint.gpio(), options, this, route());
    }

    @Override
    void apply(DimmerLine dimmer, Exchange exchange) {
        String text = asked(exchange);
        if (!"READ".equalsIgnoreCase(text)) {
            dimmer.high(electrical(percent(text)));
        }
        answer(exchange, state(dimmer, options.isActiveLow()));
        exchange.getMessage().setBody(String.valueOf(electrical(dimmer.high())));
    }

    /** Whether it is lit at all. */
    static GpioState state(DimmerLine dimmer, boolean activeLow) {
        return dimmer.high() == (activeLow ? FULL : 0) ? GpioState.OFF : GpioState.ON;
    }

    /** Brightness to time high, and back. */
    private int electrical(int percent) {
        return options.isActiveLow() ? FULL - percent : percent;
    }

    private int percent(@Nullable String text) {
        String given = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
        if (given.matches("\\d{1,2}|100")) {
            return Integer.parseInt(given);
        }
        return switch (given) {
            case "ON" -> FULL;
            case "OFF" -> 0;
            default ->
                throw new IllegalArgumentException(
                        endpoint.gpio() + ": the brightness must be 0 to 100, ON, OFF or READ, but was " + shown(text));
        };
    }
}
