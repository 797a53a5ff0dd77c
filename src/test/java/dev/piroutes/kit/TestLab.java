package dev.piroutes.kit;

import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.gpio.BoardStatus;
import dev.piroutes.gpio.PinStatus;
import dev.piroutes.mqtt.MqttDevice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.main.Main;

/** The routes that ship, on a virtual board that the test holds, against the broker configuration that ships. */
public final class TestLab implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Path folder;
    private VirtualBoard board = new VirtualBoard();
    private Main main;
    private boolean mqtt5;

    /** @param folder where the outboxes are */
    public TestLab(String mqttUrl, Path folder) {
        this.folder = folder;
        properties.put("mqtt.url", mqttUrl);
        properties.put("outbox.dir", folder.resolve("outbox").toString());
        properties.put("lab.root", "csc2106");
        properties.put("gpio-timer.enabled", "false");
        properties.put("camel.main.shutdownTimeout", "2");
        properties.put("camel.health.enabled", "true");
        properties.put("camel.main.logName", "dev.piroutes.routes");
    }

    /** The broker that ships, on a free port. */
    public static Broker broker(Path folder) {
        return start(folder, Path.of("broker-etc"));
    }

    /** The same broker once more, where it was before. */
    public static Broker again(int port, Path folder) {
        return Broker.start(new BrokerSettings("127.0.0.1", port, Path.of("broker-etc"), folder.resolve("broker")));
    }

    /** The same with one change in its broker.xml. */
    public static Broker broker(Path folder, String text, String replacement) throws IOException {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        String xml = Files.readString(Path.of("broker-etc/broker.xml"));
        if (!xml.contains(text)) {
            throw new AssertionError("broker-etc/broker.xml has no " + text);
        }
        Files.writeString(etc.resolve("broker.xml"), xml.replace(text, replacement));
        return start(folder, etc);
    }

    private static Broker start(Path folder, Path etc) {
        return Broker.start(new BrokerSettings("127.0.0.1", 0, etc, folder.resolve("broker")));
    }

    public TestLab with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** Makes the devices of the files speak MQTT 5, and their endpoints {@code paho-mqtt5:}. */
    public TestLab mqtt5(boolean wanted) {
        mqtt5 = wanted;
        return this;
    }

    /** The same text with devices that speak MQTT 5, and endpoints {@code paho-mqtt5:}. */
    public static String withMqtt5(String yaml) {
        String device = "      type: dev.piroutes.mqtt.MqttDevice\n      properties:\n";
        if (!yaml.contains(device) || !yaml.contains("uri: paho:")) {
            throw new AssertionError("no device, or no endpoint of one: " + yaml);
        }
        return yaml.replace("uri: paho:", "uri: paho-mqtt5:").replace(device, device + "        protocolVersion: 5\n");
    }

    private String location(String device) throws IOException {
        String location = device.contains(":") ? device : "classpath:routes/" + device + ".camel.yaml";
        if (!mqtt5) {
            return location;
        }
        String resource = location.replaceFirst("classpath:", "/");
        Path copy = folder.resolve(resource.replaceAll(".*/", ""));
        try (InputStream in = Objects.requireNonNull(TestLab.class.getResourceAsStream(resource))) {
            Files.writeString(copy, withMqtt5(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
        return "file:" + copy;
    }

    /** Puts a bean into Camel's registry. */
    public TestLab binding(String name, Object bean) {
        beans.put(name, bean);
        return this;
    }

    /** Starts these route files, named as in {@code --devices}. */
    public TestLab start(String... devices) throws Exception {
        StringBuilder files = new StringBuilder("classpath:routes/error-policy.camel.yaml");
        for (String device : devices) {
            files.append(",").append(location(device));
        }
        main = new Main();
        main.configure().withRoutesIncludePattern(files.toString());
        properties.forEach(main::addOverrideProperty);
        main.setDefaultPropertyPlaceholderLocation("false");
        main.bind("board", board);
        beans.forEach(main::bind);
        main.start();
        return this;
    }

    public VirtualBoard board() {
        return board;
    }

    public Main main() {
        return main;
    }

    public MqttDevice device(String name) {
        return main.lookup(name, MqttDevice.class);
    }

    /** Presses a button to ground long enough to count, and lets go. */
    public void press(int pin) {
        board.drive(pin, Level.LOW);
        awaitDebounced(pin);
        board.release(pin);
        awaitDebounced(pin);
    }

    /** Until the level has lasted as long as the pin's routes want it to, by the board's clock. */
    private void awaitDebounced(int pin) {
        PinStatus status = BoardStatus.of(main.getCamelContext())
                .flatMap(bench -> bench.pin(pin))
                .orElseThrow(() -> new AssertionError("no route has gpio:" + pin));
        long due = board.nanoTime() + Duration.ofMillis(status.debounce()).toNanos();
        await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(() -> board.nanoTime() >= due);
    }

    public void awaitConnected(String... devices) {
        for (String device : devices) {
            await(device + " connected").atMost(LIMIT).until(() -> device(device)
                    .isConnected());
        }
    }

    public void awaitDisconnected(String device) {
        await(device + " disconnected").atMost(LIMIT).until(() -> !device(device)
                .isConnected());
    }

    @Override
    public void close() {
        if (main != null) {
            main.stop();
        }
        board.close();
    }
}
