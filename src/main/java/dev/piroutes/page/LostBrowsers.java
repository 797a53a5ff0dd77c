package dev.piroutes.page;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What fails on a browser's connection, for the most part because the browser is gone: nothing to be done about. */
public final class LostBrowsers implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LostBrowsers.class);

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(@Nullable String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable exception) {
        LOG.debug("a browser's connection failed: {}", message, exception);
    }
}
