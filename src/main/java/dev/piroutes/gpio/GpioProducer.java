package dev.piroutes.gpio;

import java.util.Objects;
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
    GpioState apply(GpioAction action) {
        return Objects.requireNonNull(output, "the producer has been stopped").apply(action, endpoint.rhythm());
    }
}
