package dev.piroutes.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the program. Each can be given as {@code --name=value}, as an environment variable ({@link
 * #environmentName}) or in an {@code application.properties}, in that order of strength.
 */
enum Setting {
    MQTT_URL("mqtt.url", null, "URL[,URL…]", "Use this broker; without it an embedded broker is started."),
    MQTT_USERNAME("mqtt.username", null, "NAME", "User name, for a broker that wants one."),
    MQTT_PASSWORD("mqtt.password", null, "PASSWORD", "Its password. Rather in MQTT_PASSWORD: others can read options."),
    MQTT_CA("mqtt.ca", null, "FILE", "PEM file of the authority that signed the broker's certificate."),
    MQTT_CREDENTIALS(
            "mqtt.credentials",
            null,
            "DIR",
            "Where each client finds its user, password and certificate: a folder made by the command secure."),
    PROFILE(
            "broker.profile",
            "default",
            "NAME",
            "default: this machine only; lab: open to the network, anonymous; secure: open, with TLS and users."),
    BROKER_HOST(
            "broker.host",
            null,
            "ADDRESS",
            "Where the embedded broker listens. Default: 127.0.0.1; with --broker.profile=lab and secure 0.0.0.0, every network."),
    BROKER_PORT(
            "broker.port",
            null,
            "PORT",
            "Its port; 0: any free one. Default: 1883; with --broker.profile=secure 8883."),
    BROKER_ETC("broker.etc", null, "DIR", "Its configuration. Default: broker-etc, else the copy in the jar."),
    BROKER_DATA("broker.data", "data/broker", "DIR", "Its journal."),
    BROKER_WILL_GRACE(
            "broker.will-grace",
            "30",
            "SECONDS",
            "After a crash of the broker, how long clients may take to come back before their wills are sent."),
    BROKER_CLIENT_CERTIFICATES(
            "broker.client-certificates",
            "none",
            "none|optional|required",
            "With --broker.profile=secure: whether clients are asked for a certificate, and must have one."),
    BROKER_CERTIFICATE(
            "broker.certificate",
            null,
            "FILE",
            "With --broker.profile=secure: a PEM file, such as Let's Encrypt's fullchain.pem, shown to clients that connect to"
                    + " one of its names."),
    BROKER_CERTIFICATE_KEY(
            "broker.certificate-key", null, "FILE", "The PEM file of its key. Default: privkey.pem beside it."),
    SECURE_DIR(
            "secure.dir",
            "secure",
            "DIR",
            "With --broker.profile=secure: users, permissions and keys, made by secure."),
    PAIR("pair", null, "primary|backup", "Run the broker as one node of a pair; see docs/pair.md."),
    PAIR_PEER("pair.peer", null, "HOST[:PORT]", "The other node, with its pair.port."),
    PAIR_PASSWORD("pair.password", null, "PASSWORD", "The same on both nodes. Rather in PAIR_PASSWORD."),
    PAIR_HOST(
            "pair.host",
            null,
            "ADDRESS",
            "This node's address for the other, where it listens for it. Default: broker.host, if that is one address."),
    PAIR_PORT("pair.port", "61616", "PORT", "Its port there; the next port is used too."),
    PAIR_WITNESS(
            "pair.witness",
            null,
            "HOST:PORT",
            "A third machine that must answer before a node goes on without the other."),
    PAIR_START(
            "pair.start",
            "auto",
            "auto|alone|yield",
            "alone: serve though the other node may have newer data; yield: put aside the data here, take the other's."),
    GPIO_BOARD("gpio.board", "auto", "auto|pi|virtual", "Where pins come from; auto says what it chose, and why."),
    SENSOR_SOURCE(
            "sensor.source",
            "auto",
            "auto|kernel|virtual",
            "Where sensors' values come from: the kernel's drivers, or sliders on the page; auto: as the pins."),
    ROUTES_DIR("routes.dir", null, "DIR", "A folder of *.camel.yaml files, instead of the lab in the jar."),
    ROUTES_WATCH("routes.watch", "true", "true|false", "Whether changes in routes.dir take effect while it runs."),
    EXT_DIR(
            "ext.dir",
            null,
            "DIR",
            "Jars of your own: components, and classes of beans. Default: ext, in the folder that routes.dir is in."),
    DEVICES("devices", "all", "NAME[,NAME…]", "Run only these route files, named without .camel.yaml."),
    OUTBOX_DIR("outbox.dir", "data/outbox", "DIR", "Where devices keep what the broker has not acknowledged."),
    VARIABLES_DIR(
            "variables.dir",
            "data/variables",
            "DIR",
            "Where variables persistent:… are kept, a small text file for each."),
    MONITOR_NOT_SEEN(
            "monitor.not-seen",
            "3m",
            "DURATION",
            "After how long without a sign of life the monitor and the page say that a device was not seen."),
    PAGE_HOST(
            "page.host", "127.0.0.1", "ADDRESS", "Where the bench page listens; beyond this machine with a password."),
    PAGE_PORT("page.port", "8080", "PORT", "Its port; 0: no page."),
    PAGE_ADDRESS(
            "page.address",
            null,
            "URL",
            "What browsers are given if a proxy stands before the page, such as https://bench.example/pi/."),
    PAGE_CERTIFICATE(
            "page.certificate",
            null,
            "FILE",
            "A PEM file, such as Let's Encrypt's fullchain.pem: the page is https:// then, and not http://."),
    PAGE_CERTIFICATE_KEY(
            "page.certificate-key", null, "FILE", "The PEM file of its key. Default: privkey.pem beside it."),
    PAGE_PASSWORD("page.password", null, "PASSWORD", "What the page asks for. Rather in PAGE_PASSWORD."),
    PAGE_CONTROL(
            "page.control",
            "false",
            "true|false",
            "Whether the page may switch outputs and publish on a real board; on a virtual one it may."),
    PLOTS_DIR("plots.dir", "data/plots", "DIR", "Where the page keeps the numbers that it plots, 230 KB for each."),
    PAGE_GROUPS(
            "page.groups",
            null,
            "NAME[,NAME…]",
            "Groups below lab.root that the page's view of the class expects, as g01..g30 or names; others are shown once"
                    + " they are heard."),
    MANAGEMENT_PORT("management.port", "9876", "PORT", "Health, metrics and status, on 127.0.0.1 only; 0: none."),
    HOMEASSISTANT_DISCOVERY(
            "homeassistant.discovery",
            "false",
            "true|false|clear",
            "Whether devices describe to Home Assistant what their files declare; clear: take back that they did."),
    HOMEASSISTANT_PREFIX(
            "homeassistant.prefix", "homeassistant", "TOPIC", "Home Assistant's discovery prefix, as it is set there."),
    HOMEASSISTANT_STATE(
            "homeassistant.state",
            "false",
            "true|false",
            "With discovery: whether the states of outputs that declare a pin_state_topic are kept at the broker."),
    LOG_FORMAT(
            "log.format",
            "auto",
            "auto|text|json|journal",
            "json: an object a line; journal: with systemd's priorities; auto: journal where it is written to, else text."),
    LAB_ROOT("lab.root", "csc2106", "TOPIC", "Prefix of every topic; another than the default marks client ids too."),
    ;

    /** Names of before, with those of today. */
    static final Map<String, String> RENAMED = Map.of("profile", PROFILE.key());

    private final String key;
    private final @Nullable String fallback;
    private final String label;
    private final String description;

    Setting(String key, @Nullable String fallback, String label, String description) {
        this.key = key;
        this.fallback = fallback;
        this.label = label;
        this.description = description;
    }

    /** The property's name, as on the command line behind {@code --} and in a file. */
    String key() {
        return key;
    }

    /** The default, or null if there is none. */
    @Nullable
    String fallback() {
        return fallback;
    }

    String label() {
        return label;
    }

    /** Nobody may read its value anywhere. */
    boolean isSecret() {
        return label.equals("PASSWORD");
    }

    /** Whether an option of a JVM sets a property of such a name: no process that we start needs to be told of it. */
    static boolean isIn(String jvmOption) {
        return Arrays.stream(values()).anyMatch(setting -> jvmOption.startsWith("-D" + setting.key + "="));
    }

    String description() {
        return fallback == null ? description : description + " Default: " + Objects.requireNonNull(fallback) + ".";
    }

    /** {@code mqtt.url} is {@code MQTT_URL}. */
    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
