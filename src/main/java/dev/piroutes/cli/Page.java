package dev.piroutes.cli;

import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.cli.UntilItWorks.NotYet;
import dev.piroutes.files.Reason;
import dev.piroutes.mqtt.Mqtt5Client;
import dev.piroutes.net.Address;
import dev.piroutes.page.MessageSource;
import dev.piroutes.page.PageAddress;
import dev.piroutes.page.PageServer;
import dev.piroutes.page.PageSettings;
import dev.piroutes.verify.Roots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    /** Groups of one class; each has a tile. */
    private static final int MOST_GROUPS = 200;

    private final PageSettings settings;
    private final String brokerElsewhere;
    private final CamelContext context;
    private final @Nullable EmbeddedBroker own;
    private final PageServer server;
    private @Nullable UntilItWorks listening;
    private volatile @Nullable Mqtt5Client client;
    private volatile @Nullable String refused;

    /**
     * @param context with all devices
     * @param own the broker of this program; null: they use another
     * @param brokerElsewhere the address of that other one
     */
    Page(PageSettings settings, CamelContext context, @Nullable EmbeddedBroker own, String brokerElsewhere) {
        this.settings = settings;
        this.context = context;
        this.own = own;
        this.brokerElsewhere = brokerElsewhere;
        server = new PageServer(context, this, settings);
    }

    /** @return null if there shall be none. @throws UsageException if one of the settings does not fit */
    static @Nullable PageSettings settings(Settings settings) {
        int port = settings.port(Setting.PAGE_PORT);
        if (port == 0) {
            return null;
        }
        String host = settings.host(Setting.PAGE_HOST);
        String password = settings.get(Setting.PAGE_PASSWORD);
        PageAddress address = address(settings.get(Setting.PAGE_ADDRESS));
        if (password == null) {
            requireHere(host, "page.host " + host);
            if (address != null) {
                requireHere(address.host(), "page.address " + address);
            }
        }
        OwnFiles own = OwnFiles.ofPage(settings);
        String groups = settings.get(Setting.PAGE_GROUPS);
        return new PageSettings(
                host,
                port,
                address,
                own == null ? null : own.read(),
                password,
                settings.flag(Setting.PAGE_CONTROL),
                settings.require(Setting.LAB_ROOT),
                groups == null ? List.of() : groups(groups),
                settings.duration(Setting.MONITOR_NOT_SEEN),
                Path.of(settings.require(Setting.PLOTS_DIR)),
                PiRoutes.Version.number());
    }

    private static void requireHere(String host, String setting) {
        if (!Address.isLoopback(host)) {
            throw new UsageException(setting + " opens the bench page to the network: give it a password"
                    + " in the environment variable PAGE_PASSWORD");
        }
    }

    private static @Nullable PageAddress address(@Nullable String text) {
        try {
            return text == null ? null : PageAddress.of(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(Reason.of(e));
        }
    }

    /**
     * Reads {@code g01..g30,staff}, as {@code verify --root} does.
     *
     * @throws UsageException if one is no single level of a topic, stands twice, or there are too many
     */
    static List<String> groups(String list) {
        List<String> groups;
        try {
            groups = Roots.of(list);
        } catch (IllegalArgumentException e) {
            groups = List.of();
        }
        if (groups.isEmpty()
                || groups.size() > MOST_GROUPS
                || !groups.stream().allMatch(group -> group.matches("[A-Za-z0-9_-]{1,64}"))) {
            throw new UsageException("page.groups must be at most " + MOST_GROUPS
                    + " different groups, such as g01..g30 or red,blue (letters, digits, - and _), but was \"" + list
                    + "\"");
        }
        return groups;
    }

    Page start() {
        server.start();
        listening = new UntilItWorks("page", this::listen).begin();
        return this;
    }

    /** Why it cannot listen, in one line. */
    static String whyNot(PageSettings settings, IOException e) {
        int port = settings.port();
        return Ports.whyNot(settings.host(), port, "page.port " + port, "--page.port=N (0: no bench page)", e);
    }

    private void listen() throws NotYet {
        String host = settings.host();
        int port = settings.port();
        try {
            server.listen();
        } catch (IOException e) {
            throw new NotYet(whyNot(settings, e), e);
        }
        String shown = Address.isEverywhere(host)
                ? BrokerOptions.addresses().stream().findFirst().orElse("127.0.0.1")
                : host;
        PageAddress outside = settings.address();
        String url = (settings.certificate() == null ? "http://" : "https://") + new Address(shown, port);
        LOG.info("page     {}/{}", url, outside == null ? "" : ", for browsers " + outside);
        if (settings.certificate() != null) {
            LOG.info("page     certificate {}", settings.certificate());
        }
        if (!settings.groups().isEmpty()) {
            LOG.info("class    {}/class.html", url);
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
            refused = Reason.of(e);
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
    public BrokerStatus broker() {
        return own == null
                ? new BrokerStatus(brokerElsewhere, false, false, null, null, List.of(), List.of(), null)
                : own.status(null);
    }

    @Override
    public void pauseBroker(int seconds) {
        if (own == null) {
            throw new IllegalArgumentException("there is no broker in this program");
        }
        own.pause(seconds);
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
