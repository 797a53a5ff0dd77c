package dev.piroutes.cli;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * The log: what the bench does, in one line each; libraries speak only when something is wrong. Logback finds it by its
 * service file. In Java, since reading XML takes a twentieth of the start. A {@code logback.xml} or {@code logback-test.xml}
 * on the class path, or the system property {@code logback.configurationFile}, takes its place.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_LOW_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    static final String CONSOLE = "console";

    static final Map<String, Level> LEVELS = Map.of(
            // Our own packages, and dev.piroutes.routes: the log steps of routes.
            "dev.piroutes",
            Level.INFO,
            // A failed start is said once, by the program itself.
            "org.apache.camel.impl.engine.AbstractCamelContext",
            Level.OFF,
            "org.apache.activemq.audit",
            Level.OFF,
            // What connects a node of a pair with its peer: it reports every attempt, twice a second; the node says
            // more.
            "org.apache.activemq.artemis.core.client",
            Level.OFF,
            // It warns of each acknowledgement of what was under way when its client unsubscribed: as many lines as a
            // client likes.
            "org.apache.activemq.artemis.core.protocol.mqtt",
            Level.ERROR,
            // Pi4J logs errors about boards that it does not know; what matters of them is an error of the board's own.
            "com.pi4j",
            Level.OFF,
            // Netty warns of a machine without a network interface.
            "io.netty",
            Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (isConfiguredElsewhere()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName(CONSOLE);
        TextLines lines = new TextLines(false);
        lines.setContext(context);
        lines.start();
        console.setEncoder(lines);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        LEVELS.forEach((logger, level) -> context.getLogger(logger).setLevel(level));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isConfiguredElsewhere() {
        ClassLoader loader = LogConfigurator.class.getClassLoader();
        return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
                || loader.getResource(ClassicConstants.TEST_AUTOCONFIG_FILE) != null
                || loader.getResource(ClassicConstants.AUTOCONFIG_FILE) != null;
    }
}
