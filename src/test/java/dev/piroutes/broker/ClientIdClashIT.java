package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Two clients with one id are named in the broker's log, once. */
@Timeout(60)
class ClientIdClashIT {
    @TempDir
    Path data;

    @Test
    void isSaidInWordsAndOnlyOnce() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.piroutes.broker.mqtt.Takeovers");
        logger.addAppender(log);
        // Whatever the run's own configuration silences.
        logger.setLevel(Level.WARN);
        try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data))) {
            WireClient client = WireClient.persistent(broker.port(), "PicoB");
            for (int i = 0; i < 6; i++) {
                WireClient other = WireClient.persistent(broker.port(), "PicoB");
                assertThat(client.closedByBroker()).isTrue();
                client = other;
            }
            client.disconnect();
            WireClient.persistent(broker.port(), "PicoA").disconnect();
            WireClient.persistent(broker.port(), "PicoA").disconnect();
        } finally {
            logger.setLevel(null);
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("client id PicoB: 127.0.0.1 took the connection over from 127.0.0.1");
    }
}
