package dev.piroutes.cli;

import dev.piroutes.cli.UntilItWorks.NotYet;
import dev.piroutes.mqtt.Mqtt5Client;
import dev.piroutes.net.Address;
import dev.piroutes.page.MessageSource;
import dev.piroutes.page.PageServer;
import java.io.IOException;
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

    private final Settings settings;
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
    Page(Settings settings, CamelContext context, @Nullable EmbeddedBroker own) {
        this.settings = settings;
        this.context = context;
        this.own = own;
        server = new PageServer(
                context,
                this,
                settings.require(Setting.PAGE_HOST),
                settings.port(Setting.PAGE_PORT),
                settings.get(Setting.PAGE_PASSWORD));
    }

    static boolean isWanted(Settings settings) {
        return settings.port(Setting.PAGE_PORT) != 0;
    }

    /** @throws UsageException if its settings cannot be used */
    static void check(Settings settings) {
        String host = settings.require(Setting.PAGE_HOST);
        if (!Address.isLoopback(host) && settings.get(Setting.PAGE_PASSWORD) == null) {
            throw new UsageException("page.host " + host + " opens the bench page to the network: give it a password"
                    + " in the environment variable PAGE_PASSWORD");
        }
        String groups = settings.get(Setting.PAGE_GROUPS);
        if (groups != null) {
            settings.put(Setting.PAGE_GROUPS.key(), String.join(",", ClassGroups.of(groups)));
        }
    }

    Page start() {
        server.start();
        listening = new UntilItWorks("page", this::listen).begin();
        return this;
    }

    private void listen() throws NotYet {
        String host = settings.require(Setting.PAGE_HOST);
        int port = settings.port(Setting.PAGE_PORT);
        try {
            server.listen();
        } catch (IOException e) {
            throw new NotYet(Ports.whyNot(host, port, "page.port " + port, "--page.port=N (0: no bench page)", e), e);
        }
        LOG.info("page     {}", url(host, port));
        if (settings.get(Setting.PAGE_GROUPS) != null) {
            LOG.info("class    {}class.html", url(host, port));
        }
    }

    private static String url(String host, int port) {
        String shown = Address.isEverywhere(host)
                ? Brokers.addresses().stream().findFirst().orElse("127.0.0.1")
                : host;
        return "http://" + new Address(shown, port) + "/";
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
