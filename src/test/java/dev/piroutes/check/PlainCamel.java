package dev.piroutes.check;

import dev.piroutes.board.VirtualBoard;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.source.RouteSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** What Camel itself says of a file: it is loaded and started, on a virtual board, without a broker. */
final class PlainCamel {

    private PlainCamel() {}

    /** Why it does not start, or empty: it does. */
    static Optional<Exception> refuses(Map<String, String> properties, RouteSource source) {
        return refuses(properties, source, context -> {});
    }

    /** How messages of these bodies end if it starts: why they fail, or empty; one line, why not, if it does not start. */
    static List<String> endings(RouteSource source, String endpoint, Object... bodies) {
        List<String> endings = new ArrayList<>();
        refuses(Map.of(), source, context -> {
                    for (Object body : bodies) {
                        Exception failure = context.createProducerTemplate()
                                .send(endpoint, exchange -> exchange.getMessage()
                                        .setBody(body))
                                .getException();
                        endings.add(failure == null ? "" : Explain.inOneLine(failure));
                    }
                })
                .map(Explain::inOneLine)
                .ifPresent(endings::add);
        return endings;
    }

    /** @param then what to do with it once it has started */
    private static Optional<Exception> refuses(
            Map<String, String> properties, RouteSource source, Consumer<CamelContext> then) {
        try (VirtualBoard board = new VirtualBoard();
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            context.setStartupSummaryLevel(StartupSummaryLevel.Off);
            context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
            context.getShutdownStrategy().setTimeout(1);
            context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
            context.getRegistry().bind("board", board);
            Map<String, String> all = new HashMap<>(properties);
            all.put(MqttDevice.CONNECT, "false");
            Properties overriding = new Properties();
            overriding.putAll(all);
            context.getPropertiesComponent().setOverrideProperties(overriding);
            Resource resource = ResourceHelper.fromString("file:" + source.name(), source.text());
            PluginHelper.getRoutesLoader(context).loadRoutes(List.of(resource));
            context.start();
            then.accept(context);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }
}
