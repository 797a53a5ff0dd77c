package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.WireClient.Connect;
import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.kit.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a copy of the data folder is worth, made in each of the ways that docs/backup.md names. */
@Timeout(120)
class BackupIT {
    private static final String COMMAND = "csc2106/led/cmd";

    @TempDir
    Path folder;

    @Test
    void aCopyOfAStoppedBrokerHasEverythingAndOpensInAnotherFolder() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("elsewhere/copy");
        try (Broker broker = start(data)) {
            leaveStateBehind(broker.port());
        }
        copy(data, copy, file -> true);
        try (Broker broker = start(data);
                WireClient later = WireClient.clean(broker.port(), "later")) {
            later.retain("csc2106/devB/status", "changed after the copy");
            later.publishAcked(COMMAND, 2, "after the copy");
        }

        try (Broker broker = start(copy)) {
            assertStateIsThere(broker.port());
        }
    }

    @Tag("full")
    @Test
    void aCopyMadeWhileTheProcessIsHaltedHasAllThatWasAcknowledged() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        List<String> acknowledged = new ArrayList<>();
        List<String> before;
        AtomicBoolean enough = new AtomicBoolean();
        try (BrokerProcess broker = BrokerProcess.start(data)) {
            leaveSubscription(broker.port());
            CompletableFuture<Void> load =
                    CompletableFuture.runAsync(() -> publish(broker.port(), acknowledged, enough));
            synchronized (acknowledged) {
                while (acknowledged.size() < 300) {
                    acknowledged.wait();
                }
            }

            signal("STOP", broker.pid());
            synchronized (acknowledged) {
                before = List.copyOf(acknowledged);
            }
            copy(data, copy, file -> true);
            signal("CONT", broker.pid());

            enough.set(true);
            load.join();
            assertThat(acknowledged).as("it went on").hasSizeGreaterThanOrEqualTo(before.size());
        }

        try (Broker broker = start(copy)) {
            assertThat(received(broker.port(), before.size())).containsExactlyElementsOf(before);
        }
    }

    /** Why a copy of a running broker, file by file, is none: one file is from before, the next from after. */
    @Tag("full")
    @Test
    void aCopyMadeFileByFileWhileItRunsMissesMessagesInTheMiddle() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        String padding = "x".repeat(20_000);
        int count = 350;
        try (Broker broker = start(data)) {
            leaveSubscription(broker.port());
            copy(data, copy, file -> true);
            try (WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
                for (int i = 1; i <= count; i++) {
                    publisher.publishAcked(COMMAND, i, i + padding);
                }
            }
            copy(data, copy, file -> !file.endsWith("journal/activemq-data-1.amq"));
        }

        try (Broker broker = start(copy)) {
            List<String> received = received(broker.port(), -1);
            assertThat(received).as("the last one is there").last().asString().startsWith(count + "x");
            assertThat(received).as("acknowledged before the copy was finished").hasSizeLessThan(count - 100);
        }
    }

    /** The data of Pi Routes as it was before it had a guard, topics and sessions of its own: Artemis's plain format. */
    @Test
    void dataOfAnOlderVersionOpen() throws Exception {
        Path data = folder.resolve("data");
        Archive.unzip("/broker/data-before-the-guard.zip", data);

        try (Broker broker = start(data)) {
            try (WireClient monitor = WireClient.clean(broker.port(), "monitor")) {
                monitor.subscribe("csc2106/+/status", 1);
                assertThat(monitor.receive(3))
                        .extracting(publish -> publish.topic() + " " + publish.payload())
                        .containsExactlyInAnyOrder(
                                "csc2106/devA/status online",
                                "csc2106/devB/status offline",
                                "csc2106/room.1/status online");
            }
            assertThat(received(broker.port(), 3)).containsExactly("TOGGLE 1", "TOGGLE 2", "TOGGLE 3");
            try (WireClient five = new WireClient(broker.port(), 5)) {
                assertThat(five.connect(new Connect("Pico5", false).expiry(60)).sessionPresent())
                        .isTrue();
                assertThat(five.receive(3))
                        .extracting(Publish::payload)
                        .containsExactly("TOGGLE 1", "TOGGLE 2", "TOGGLE 3");
            }
        }
        try (Broker broker = start(data);
                WireClient device = new WireClient(broker.port())) {
            assertThat(device.connect("PicoB", false)).as("session present").isTrue();
        }
    }

    private static Broker start(Path data) {
        return Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
    }

    private static void leaveStateBehind(int port) {
        leaveSubscription(port);
        try (WireClient five = new WireClient(port, 5)) {
            five.connect(new Connect("Pico5", false).expiry(3600));
            five.subscribe("csc2106/led/+", 1);
        }
        try (WireClient publisher = WireClient.clean(port, "publisher")) {
            publisher.retain("csc2106/devB/status", "offline");
            publisher.publish(false, 0, true, "csc2106/temp", 0, "21.5");
            publisher.publishAcked(COMMAND, 2, "first");
            publisher.publishAcked(COMMAND, 3, "second");
        }
    }

    private static void assertStateIsThere(int port) {
        assertThat(received(port, 2)).containsExactly("first", "second");
        try (WireClient five = new WireClient(port, 5)) {
            assertThat(five.connect(new Connect("Pico5", false).expiry(3600)).sessionPresent())
                    .isTrue();
            assertThat(five.receive(2)).extracting(Publish::payload).containsExactly("first", "second");
        }
        try (WireClient monitor = WireClient.clean(port, "monitor")) {
            monitor.subscribe("csc2106/#", 1);
            assertThat(monitor.receive(2)).extracting(Publish::payload).containsExactlyInAnyOrder("offline", "21.5");
        }
    }

    private static void leaveSubscription(int port) {
        try (WireClient device = WireClient.persistent(port, "PicoB")) {
            device.subscribe(COMMAND, 1);
            device.disconnect();
        }
    }

    /** What waits for the device, up to a number or, if it is negative, up to a sentinel that is sent now. */
    private static List<String> received(int port, int count) {
        try (WireClient device = new WireClient(port)) {
            assertThat(device.connect("PicoB", false)).as("session present").isTrue();
            List<String> received = new ArrayList<>();
            if (count < 0) {
                try (WireClient publisher = WireClient.clean(port, "sentinel")) {
                    publisher.publishAcked(COMMAND, 1, "the end");
                }
            }
            while (received.size() != count) {
                Publish publish = device.receive();
                device.puback(publish.id());
                if (publish.payload().equals("the end")) {
                    break;
                }
                received.add(publish.payload());
            }
            return received;
        }
    }

    private static void publish(int port, List<String> acknowledged, AtomicBoolean enough) {
        try (WireClient publisher = WireClient.clean(port, "publisher")) {
            for (int i = 1; !enough.get(); i++) {
                publisher.publishAcked(COMMAND, i % 60_000 + 1, "command " + i);
                synchronized (acknowledged) {
                    acknowledged.add("command " + i);
                    acknowledged.notifyAll();
                }
            }
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void copy(Path from, Path to, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(Files::isRegularFile).filter(wanted).toList()) {
                Path target = to.resolve(from.relativize(path));
                Files.createDirectories(target.getParent());
                Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
