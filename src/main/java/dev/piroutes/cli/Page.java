package dev.piroutes.cli;

import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.cli.UntilItWorks.NotYet;
import dev.piroutes.mqtt.Mqtt5Client;
import dev.piroutes.page.MessageSource;
import dev.piroutes.page.PageServer;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bench page. It listens when its address and port are there. What is published, the broker of this program tells it;
 * beside another broker it is an MQTT 5 client.
 */
final class Page implements MessageSource, AutoCloseable {
    /** Whose credentials it has as a client. */
    static final String CLIENT = "BenchPage";

    private static final Logger LOG = LoggerFactory.getLogger(Page.class);

    private final PageOptions options;
    private final CamelContext context;
    private final @Nullable EmbeddedBroker own;
    private final PageServer server;
    private @Nullable UntilItWorks listening;
    private volatile @Nullable Mqtt5Client client;
    private volatile @Nullable String refused;

    /**
     * @param context with all devices
     * @param own the broker of this program; null: they use another
     */
    Page(PageOptions options, CamelContext context, @Nullable EmbeddedBroker own) {
        this.options = options;
        this.context = context;
        this.own = own;
        server = new PageServer(context, this, options.host(), options.port(), options.password());
    }

    Page start() {
        server.start();
        listening = new UntilItWorks("page", this::listen).begin();
        return this;
    }

    private void listen() throws NotYet {
        int port = options.port();
        try {
            server.listen();
        } catch (IOException e) {
            throw new NotYet(
                    Ports.whyNot(options.host(), port, "page.port " + port, "--page.port=N (0: no bench page)", e), e);
        }
        LOG.info("page     {}", options.url());
        if (!options.groups().isEmpty()) {
            LOG.info("class    {}class.html", options.url());
        }
    }

    @Override
    public void listen(String root, Listener listener) {
        if (own != null) {
            own.listen(root, listener::published);
            return;
        }
        try {
            Mqtt5Client made = new Mqtt5Client(context, CLIENT);
            client = made;
            made.subscribe(
                    root + "/#",
                    (topic, payload, qos, retained) ->
                            listener.published(topic, payload, payload.length, qos, retained));
        } catch (IllegalArgumentException e) {
            // A machine with one device has its file alone; whoever only looks on must not keep it from starting.
            refused = e.getMessage();
            LOG.warn("{}: {}", CLIENT, refused);
        }
    }

    /** Through the broker's door also if it is our own: what it refuses to others it refuses here. */
    @Override
    public void publish(String topic, byte[] payload, int qos, boolean retained) {
        String problem = problem();
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
        Mqtt5Client connected = client;
        if (connected != null) {
            connected.publish(topic, payload, qos, retained);
            return;
        }
        try (Mqtt5Client once = new Mqtt5Client(context, CLIENT)) {
            once.connect();
            once.publish(topic, payload, qos, retained);
        }
    }

    @Override
    public @Nullable String problem() {
        Mqtt5Client other = client;
        return own != null ? own.problem() : other != null ? other.problem() : refused;
    }

    @Override
    public Optional<BrokerStatus> broker() {
        return Optional.ofNullable(own).map(broker -> broker.status(null));
    }

    @Override
    public void pauseBroker(int seconds) {
        if (own == null) {
            MessageSource.super.pauseBroker(seconds);
        } else {
            own.pause(seconds);
        }
    }

    @Override
    public void close() {
        if (listening != null) {
            listening.close();
        }
        server.close();
        Mqtt5Client open = client;
        if (open != null) {
            open.close();
        }
    }
}
