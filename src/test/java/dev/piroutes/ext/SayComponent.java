package dev.piroutes.ext;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A component such as people write: {@code say:hello} logs what it gets. */
public class SayComponent extends DefaultComponent {

    private static final Logger LOG = LoggerFactory.getLogger(SayComponent.class);

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new ProcessorEndpoint(
                uri,
                this,
                exchange ->
                        LOG.info("{} says {}", remaining, exchange.getMessage().getBody(String.class)));
    }
}
