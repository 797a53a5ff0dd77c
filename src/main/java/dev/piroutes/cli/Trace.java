package dev.piroutes.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The stack trace of a log event, {@code %trace} in {@code logback.xml}: with {@code --verbose} only. */
public final class Trace extends ThrowableProxyConverter {

    @Override
    public String convert(ILoggingEvent event) {
        boolean verbose = getContext() instanceof LoggerContext context
                && context.getLogger("dev.piroutes").isEnabledFor(Level.DEBUG);
        return verbose && event.getThrowableProxy() != null ? System.lineSeparator() + super.convert(event) : "";
    }
}
