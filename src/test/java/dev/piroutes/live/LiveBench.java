package dev.piroutes.live;

import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Route;

/** Copies of route files that ship in a folder that is watched, running against a real broker. */
final class LiveBench implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Broker broker;
    private final FaultProxy link;
    private final TestLab lab;
    private final LiveRoutes live;
    private final LogLines log = new LogLines("dev.piroutes");
    private final Watcher watcher;

    LiveBench(Path home, String... devices) throws Exception {
        folder = Files.createDirectory(home.resolve("routes"));
        copy("error-policy");
        for (String device : devices) {
            copy(device);
        }
        broker = TestLab.broker(home);
        link = new FaultProxy(broker.port());
        lab = new TestLab(link.url(), home);
        Map<String, String> running = new LinkedHashMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                running.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        watcher = new Watcher(broker.port(), "csc2106/#");
        lab.start(running.keySet().stream()
                .filter(name -> !name.startsWith("error-policy"))
                .map(name -> "file:" + folder.resolve(name))
                .toArray(String[]::new));
        lab.awaitConnected(devices);
        live = new LiveRoutes(lab.main().getCamelContext(), folder, name -> true, running);
        live.start();
    }

    private void copy(String device) throws IOException {
        String name = device + ".camel.yaml";
        try (InputStream in = LiveBench.class.getResourceAsStream("/routes/" + name)) {
            Files.copy(in, folder.resolve(name));
        }
    }

    TestLab lab() {
        return lab;
    }

    /** What lies between the devices and the broker. */
    FaultProxy link() {
        return link;
    }

    Watcher watcher() {
        return watcher;
    }

    Path file(String device) {
        return folder.resolve(device + ".camel.yaml");
    }

    String text(String device) throws IOException {
        return Files.readString(file(device));
    }

    /** The device's file with a part replaced, which must be in it. */
    String changed(String device, String part, String by) throws IOException {
        String text = text(device);
        if (!text.contains(part)) {
            throw new AssertionError(device + " has no " + part);
        }
        return text.replace(part, by);
    }

    /** Writes in place, as a simple editor does. */
    void save(String device, String text) throws IOException {
        Files.writeString(file(device), text);
    }

    void saveUnchecked(String device, String text) {
        try {
            save(device, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The text that a route was made from; empty in the moment of a swap. */
    String source(String id) throws IOException {
        Route route = lab.main().getCamelContext().getRoute(id);
        if (route == null) {
            return "";
        }
        try (InputStream in = route.getSourceResource().getInputStream()) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** Writes beside it and renames, as vim and VS Code do. */
    void saveByRename(String device, String text) throws IOException {
        Path beside = Files.writeString(folder.resolve("." + device + ".camel.yaml.swp"), text);
        Files.move(beside, file(device), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lines of live editing so far. */
    List<String> lines() {
        return log.lines().stream().filter(line -> line.startsWith("live ")).collect(Collectors.toList());
    }

    String awaitLine(String part) {
        try {
            await(part).atMost(LIMIT).until(() -> lines().stream().anyMatch(line -> line.contains(part)));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("no \"" + part + "\" in " + log.lines(), e);
        }
        return lines().stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    /** Waits until as many swaps as this are done. */
    void awaitSwaps(int count) {
        await(count + " swaps").atMost(LIMIT).until(() -> swaps() >= count);
    }

    long swaps() {
        return lines().stream().filter(line -> line.contains("live after")).count();
    }

    void awaitLevel(int pin, Level level) {
        await("pin " + pin + " " + level).atMost(LIMIT).until(() -> lab.board().level(pin) == level);
    }

    /** How many times a device has connected. */
    long connects(String clientId) {
        return log.lines().stream()
                .filter(line -> line.startsWith(clientId + ": connected"))
                .count();
    }

    @Override
    public void close() {
        live.close();
        lab.close();
        closeWatcher();
        link.close();
        broker.close();
        log.close();
    }

    private void closeWatcher() {
        try {
            watcher.close();
        } catch (org.eclipse.paho.client.mqttv3.MqttException e) {
            throw new IllegalStateException(e);
        }
    }
}
