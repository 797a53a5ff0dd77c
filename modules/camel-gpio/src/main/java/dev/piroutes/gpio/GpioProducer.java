package dev.piroutes.gpio;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Drives one output. */
class GpioProducer extends PinProducer {
    private volatile @Nullable Output output;

    GpioProducer(GpioEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void open() {
        GpioComponent component = endpoint.getComponent();
        output = component
                .pins()
                .output(
                        component.findBoard(),
                        component.findTimer(),
                        endpoint.gpio(),
                        endpoint.outputOptions(),
                        this,
                        route());
    }

    @Override
    void release() {
        endpoint.getComponent().pins().release(endpoint.gpio(), this);
        output = null;
    }

    @Override
    void apply(Exchange exchange) {
        Output driven = Objects.requireNonNull(output, "the producer has been stopped");
        answer(exchange, driven.apply(Actions.of(exchange, endpoint), endpoint.rhythm()));
    }
}
