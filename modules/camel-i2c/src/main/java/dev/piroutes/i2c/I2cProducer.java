package dev.piroutes.i2c;

import java.io.ByteArrayOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** One transfer for each message. */
class I2cProducer extends DefaultProducer {
    private final I2cEndpoint endpoint;

    I2cProducer(I2cEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(endpoint.registerByte());
        bytes.writeBytes(toWrite(exchange));
        byte[] found = endpoint.transfer(bytes.toByteArray());
        if (endpoint.getRead() > 0) {
            exchange.getMessage().setBody(body(found));
        }
    }

    private byte[] toWrite(Exchange exchange) {
        String write = endpoint.getWrite();
        if (write != null) {
            return Bytes.parse(write);
        }
        Object body = exchange.getMessage().getBody();
        if (endpoint.getRead() > 0 || body == null) {
            return new byte[0];
        }
        return endpoint.getFormat() == I2cFormat.BYTES
                ? exchange.getMessage().getBody(byte[].class)
                : Bytes.parse(exchange.getMessage().getBody(String.class));
    }

    private Object body(byte[] found) {
        return switch (endpoint.getFormat()) {
            case HEX -> Bytes.hex(found);
            case BYTES -> found;
            case UNSIGNED, SIGNED ->
                Bytes.scaled(
                        Bytes.number(found, endpoint.getFormat() == I2cFormat.SIGNED, endpoint.isLittleEndian()),
                        endpoint.getOffset(),
                        endpoint.getScale());
        };
    }
}
