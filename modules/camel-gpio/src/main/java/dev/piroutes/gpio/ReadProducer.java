package dev.piroutes.gpio;

import org.apache.camel.Exchange;

/** Answers the state of a pin, whichever route has it and as what. Keeps no line from anybody. */
class ReadProducer extends PinProducer<Pins> {
    ReadProducer(GpioEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    Pins open() {
        return component.pins();
    }

    @Override
    void apply(Pins pins, Exchange exchange) {
        answer(exchange, pins.read(component.findBoard(), endpoint.gpio(), options));
    }
}
