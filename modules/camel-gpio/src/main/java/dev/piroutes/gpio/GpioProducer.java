package dev.piroutes.gpio;

import org.apache.camel.Exchange;

/** Drives one output. */
class GpioProducer extends PinProducer<Output> {
    GpioProducer(GpioEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    Output open() {
        return component
                .pins()
                .output(component.findBoard(), component.findTimer(), endpoint.gpio(), options, this, route());
    }

    @Override
    void apply(Output output, Exchange exchange) {
        answer(exchange, output.apply(action(exchange, GpioAction.OUTPUT), options));
    }
}
