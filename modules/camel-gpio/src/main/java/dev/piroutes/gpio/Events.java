package dev.piroutes.gpio;

import org.apache.camel.Message;

/** Writes an input's event into a message. */
final class Events {
    private Events() {}

    static void fill(Message message, GpioEndpoint endpoint, InputEvent event, long timestamp, long nanoTime) {
        boolean change = endpoint.getEvent() == GpioEvent.CHANGE;
        message.setBody(change ? event.state().name() : event.event().text());
        message.setHeader(GpioConstants.PIN, endpoint.getPinNumber());
        message.setHeader(GpioConstants.STATE, event.state().name());
        message.setHeader(GpioConstants.EVENT, event.event().text());
        message.setHeader(GpioConstants.TIMESTAMP, timestamp);
        message.setHeader(GpioConstants.NANO_TIME, nanoTime);
        message.setHeader(GpioConstants.MESSAGE_TIMESTAMP, timestamp);
        message.setHeader(GpioConstants.DURATION, event.held().toMillis());
        if (event.repeat() > 0) {
            message.setHeader(GpioConstants.REPEAT, event.repeat());
        }
    }
}
