package dev.piroutes.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.piroutes.check.WithoutValues;
import dev.piroutes.files.Reason;
import org.apache.camel.util.json.JsonObject;

/**
 * A log event as one JSON object on one line, in the fields of the Elastic Common Schema (ECS), which Elastic, Loki, Vector
 * and others know. Whatever a payload has in it, it stays within its string. A stack trace only with {@code --verbose}.
 */
final class JsonLines extends LineEncoder {

    @Override
    String line(ILoggingEvent event) {
        JsonObject json = new JsonObject();
        json.put("@timestamp", event.getInstant().toString());
        json.put("log.level", event.getLevel().toString());
        json.put("message", OneLine.start(event.getFormattedMessage()));
        json.put("log.logger", event.getLoggerName());
        json.put("process.thread.name", event.getThreadName());
        json.put("ecs.version", "8.11");
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            json.put("error.type", thrown.getClassName());
            json.put("error.message", OneLine.start(WithoutValues.of(reason(thrown))));
            if (LogFormat.isVerbose()) {
                json.put("error.stack_trace", stackTrace(thrown));
            }
        }
        return json.toJson() + "\n";
    }

    private static String reason(IThrowableProxy thrown) {
        return thrown instanceof ThrowableProxy known ? Reason.of(known.getThrowable()) : thrown.getClassName();
    }
}
