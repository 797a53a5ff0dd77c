package dev.piroutes.check;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A bean of somebody's own, for files that declare one. */
public final class Nothing implements Processor {

    private Object other = this;

    public void setOther(Object other) {
        this.other = other;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.setProperty("other", other);
    }
}
