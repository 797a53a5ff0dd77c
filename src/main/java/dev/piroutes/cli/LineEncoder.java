package dev.piroutes.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.piroutes.check.WithoutValues;
import java.nio.charset.StandardCharsets;

/** Writes each log event as a line, in UTF-8 whatever the locale: systemd and serial consoles have none. */
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    /** @return the event, with the end of its line */
    abstract String line(ILoggingEvent event);

    static String stackTrace(IThrowableProxy thrown) {
        return WithoutValues.of(ThrowableProxyUtil.asString(thrown));
    }

    @Override
    public final byte[] encode(ILoggingEvent event) {
        return line(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public final byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public final byte[] footerBytes() {
        return NOTHING;
    }
}
