package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The monitor, on the YAML that ships. */
@CamelMainTest(
        properties = {
            "camel.main.routesIncludePattern=classpath:routes/monitor.camel.yaml,classpath:routes/error-policy.camel.yaml",
            "camel.main.logName=monitor-test",
            "lab.root=csc2106",
            "monitor.events=true"
        },
        replaceRouteFromWith = {"monitor-status=direct:status", "monitor-events=direct:events"})
class MonitorRouteTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("monitor-test");

    @Produce("direct:status")
    ProducerTemplate statuses;

    @Produce("direct:events")
    ProducerTemplate events;

    @BeforeEach
    void listen() {
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void saysWhoIsOnline() {
        statuses.sendBodyAndHeader("online".getBytes(), "CamelMqttTopic", "csc2106/devB/status");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("csc2106/devB/status is online");
    }

    @Test
    void saysWhatOthersDo() {
        events.sendBodyAndHeader("ON".getBytes(), "CamelMqttTopic", "csc2106/led/ack");
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("csc2106/led/ack ON");
    }
}
