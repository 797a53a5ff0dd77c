package dev.piroutes.broker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.files.SetAside;
import dev.piroutes.kit.Damage;
import dev.piroutes.kit.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A broker starts with every file of its data folder damaged in every way, says which with one line for each, and has what
 * was whole. The folder is one that a broker left: two sessions with messages that wait, retained messages, pages.
 */
@Timeout(60)
@Tag("full")
class DamagedBrokerIT {
    private static final int COMMANDS = 900;
    private static final int PAGED = 1_200;
    private static final int RETAINED = 60;
    /** Of them, those that fit into memory and the journal; what is in pages is smaller, so that a damage hits some of many. */
    private static final int LARGE = 370;

    private static final String PADDING = "x".repeat(8_000);
    /** After those in pages, those of which each has a file. */
    private static final int WITH_FILES = 4;

    private static final String LARGE_PADDING = "x".repeat(20_000);

    private static final Pattern OF_MANY = Pattern.compile("\\.(page|msg)$");

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private record State(List<Integer> commands, List<Integer> paged, int retained) {
        boolean isWhole() {
            return commands.size() == COMMANDS && paged.size() == PAGED && retained == RETAINED;
        }
    }

    @BeforeAll
    static void leaveState() {
        // Much is to be in pages, and in several files of the journal.
        try (Broker broker = start(made.resolve("data"), 3_000_000)) {
            int port = broker.port();
            try (WireClient device = WireClient.persistent(port, "PicoB");
                    WireClient publisher = WireClient.clean(port, "publisher")) {
                device.subscribe("lab/led/cmd", 1);
                IntStream.range(0, RETAINED).forEach(i -> publisher.retain("lab/state/" + i, "state " + i));
                publish(publisher, "lab/led/cmd", 0, COMMANDS, "");
                device.disconnect();
            }
            try (WireClient device = WireClient.persistent(port, "PicoC");
                    WireClient publisher = WireClient.clean(port, "publisher")) {
                device.subscribe("lab/paged", 1);
                device.disconnect();
                publish(publisher, "lab/paged", 0, LARGE, PADDING);
                publish(publisher, "lab/paged", LARGE, PAGED - WITH_FILES, PADDING.substring(0, 1_000));
                publish(publisher, "lab/paged", PAGED - WITH_FILES, PAGED, LARGE_PADDING);
            }
        }
    }

    private static void publish(WireClient publisher, String topic, int from, int to, String padding) {
        for (int i = from; i < to; i++) {
            publisher.publishAcked(topic, i + 1, i + " " + padding + "x".repeat(i * i % 17));
        }
    }

    static Stream<Arguments> cases() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(made.resolve("data"))) {
            all.filter(Files::isRegularFile)
                    .map(made.resolve("data")::relativize)
                    .forEach(files::add);
        }
        return files.stream()
                .sorted()
                // The first and the last stand for all.
                .filter(file -> isWanted(file, files))
                .flatMap(file -> Arrays.stream(Damage.values()).map(damage -> Arguments.of(file.toString(), damage)));
    }

    private static boolean isWanted(Path file, List<Path> files) {
        Matcher kind = OF_MANY.matcher(file.toString());
        if (!kind.find()) {
            return true;
        }
        List<Path> alike = files.stream()
                .filter(other -> other.toString().endsWith(kind.group()))
                .sorted()
                .toList();
        return file.equals(alike.get(0)) || file.equals(alike.get(alike.size() - 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void startsSaysWhatItSetAsideAndHasWhatWasWhole(String file, Damage damage) throws Exception {
        Path data = copy();
        damage.to(data.resolve(file));

        State state;
        List<String> lines;
        try (LogLines log = new LogLines("dev.piroutes.broker");
                Broker broker = start(data, 32_000_000)) {
            lines = log.lines();
            state = state(broker.port());
        }
        note(file, damage, state, lines);
        // Of a page that is empty nothing can be set aside: a kill may have left it so.
        List<String> ofEmpty =
                lines.stream().filter(line -> line.contains(".page is empty: ")).toList();
        assertThat(ofEmpty).hasSizeLessThanOrEqualTo(damage == Damage.EMPTY ? 1 : 0);
        assertThat(lines).hasSize(SetAside.in(List.of(data)).size() + ofEmpty.size());
        if (!state.isWhole()) {
            assertThat(lines).as("what was lost is said").isNotEmpty();
        }
        assertThat(state.commands).isSorted().doesNotHaveDuplicates();
        assertThat(state.paged).isSorted().doesNotHaveDuplicates();

        // It is a good folder from now on.
        try (LogLines log = new LogLines("dev.piroutes.broker");
                Broker broker = start(data, 32_000_000);
                WireClient device = WireClient.persistent(broker.port(), "later");
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            assertThat(log.lines()).isEmpty();
            device.subscribe("lab/later", 1);
            publisher.publishAcked("lab/later", 1, "more");
            assertThat(device.receive().payload()).isEqualTo("more");
        }
    }

    /** What becomes of a file, the worst last. */
    private static final List<String> WORDS = List.of("nothing lost", "what was hit", "all in it");

    private static final Map<String, Map<Damage, Integer>> WORST = new TreeMap<>();

    private static void note(String file, Damage damage, State state, List<String> lines) {
        int now =
                state.isWhole() ? 0 : lines.stream().anyMatch(line -> line.contains(" could be read and kept")) ? 1 : 2;
        String kind = file.replaceFirst("activemq-[a-z]+-\\d", "*")
                .replaceFirst("server\\.lock|serverlock.*", "server*lock*")
                .replaceFirst("paging/.*/", "paging/*/")
                .replaceFirst("\\d+\\.(page|msg)", "*.$1");
        WORST.computeIfAbsent(kind, any -> new EnumMap<>(Damage.class)).merge(damage, now, Math::max);
    }

    @AfterAll
    static void theTableInTheDocumentationIsTrue() throws IOException {
        String table = WORST.entrySet().stream()
                .map(row -> "| `" + row.getKey() + "` | "
                        + Arrays.stream(Damage.values())
                                .map(damage -> WORDS.get(row.getValue().getOrDefault(damage, 0)))
                                .collect(Collectors.joining(" | "))
                        + " |\n")
                .collect(Collectors.joining());
        Files.writeString(Path.of("target/damaged-files.md"), table);
        assertThat(Files.readString(Path.of("docs/reliability.md")))
                .as("table of damaged files (to renew it: put target/damaged-files.md in its place)")
                .contains(table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "journal", "bindings", "paging", "large-messages"})
    void startsWithAFileInPlaceOfAFolder(String name) throws Exception {
        Path data = copy();
        Path file = name.isEmpty() ? data : data.resolve(name);
        Files.move(file, folder.resolve("elsewhere"));
        Files.writeString(file, "what is this");
        try (LogLines log = new LogLines("dev.piroutes.broker");
                Broker broker = start(data, 32_000_000);
                WireClient client = WireClient.clean(broker.port(), "client")) {
            client.publishAcked("lab/later", 1, "more");
            assertThat(log.lines().get(0)).contains(file + " is ", "set aside as ");
            // The page that has the large messages, too.
            assertThat(log.lines()).hasSize(name.equals("large-messages") ? 2 : 1);
            assertThat(log.lines()).hasSameSizeAs(SetAside.in(List.of(folder)));
        }
    }

    /** A kill right after a page was begun leaves it so. */
    @Test
    void aNewestPageThatIsEmptyIsNoDamage() throws Exception {
        Path data = copy();
        Path empty;
        try (Stream<Path> pages = Files.walk(data.resolve("paging"))) {
            Path newest = pages.filter(file -> file.toString().endsWith(".page"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            int number = Integer.parseInt(newest.getFileName().toString().replace(".page", ""));
            empty = Files.createFile(newest.resolveSibling("%09d.page".formatted(number + 1)));
        }
        try (LogLines log = new LogLines("dev.piroutes.broker");
                Broker broker = start(data, 32_000_000)) {
            assertThat(log.lines()).singleElement().asString().contains(empty + " is empty: the broker was killed");
            assertThat(state(broker.port()).isWhole()).isTrue();
        }
        assertThat(SetAside.in(List.of(data))).isEmpty();
    }

    /** The form of the record is whole, so only Artemis's own reading finds it. */
    @Test
    void aRecordThatCannotBeReadIsLeftOut() throws Exception {
        Path data = copy();
        Path file = data.resolve("journal/activemq-data-1.amq");
        byte[] bytes = Files.readAllBytes(file);
        // The queue that a message is in: Artemis's id of it has eight bytes, and is the last of the record.
        int message = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("450 ");
        Arrays.fill(bytes, message - 200, message - 20, (byte) 0xff);
        Files.write(file, bytes);
        try (LogLines log = new LogLines("dev.piroutes.broker");
                Broker broker = start(data, 32_000_000)) {
            State state = state(broker.port());
            assertThat(log.lines()).isNotEmpty();
            assertThat(state.commands).hasSizeGreaterThan(COMMANDS - 5).isSorted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLargeRetainedMessageThatIsDamagedKeepsNobodyFromTheOthers(Damage damage) throws Exception {
        Path data = folder.resolve("data");
        try (Broker broker = start(data, 32_000_000);
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            publisher.retain("a", "small");
            publisher.retain("b", LARGE_PADDING);
            publisher.retain("c", "small");
        }
        Path file = onlyFile(data.resolve("large-messages"));
        damage.to(file);
        boolean isWhole =
                Files.isRegularFile(file) && Files.readString(file, ISO_8859_1).equals(LARGE_PADDING);

        try (LogLines log = new LogLines("dev.piroutes.broker");
                Broker broker = start(data, 32_000_000);
                WireClient reader = WireClient.clean(broker.port(), "reader");
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            reader.subscribe("#", 0);
            publisher.publish(false, 0, false, "d", 0, "last");
            List<String> topics = new ArrayList<>();
            while (!topics.contains("d")) {
                topics.add(reader.receive().topic());
            }
            assertThat(topics).contains("a", "c");
            assertThat(topics.contains("b")).isEqualTo(isWhole);
            assertThat(log.contains("the retained message of b cannot be sent ("))
                    .isEqualTo(!isWhole);

            publisher.retain("b", "new");
            try (WireClient later = WireClient.clean(broker.port(), "later")) {
                later.subscribe("b", 0);
                assertThat(later.receive().payload()).isEqualTo("new");
            }
        }
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().get(0);
        }
    }

    @Test
    void aFolderThatIsGoodIsLeftAlone() throws Exception {
        Path data = copy();
        try (LogLines log = new LogLines("dev.piroutes.broker");
                Broker broker = start(data, 32_000_000)) {
            assertThat(log.lines()).isEmpty();
            assertThat(state(broker.port()).isWhole()).isTrue();
        }
    }

    private Path copy() throws IOException {
        Path data = folder.resolve("data");
        try (Stream<Path> all = Files.walk(made.resolve("data"))) {
            for (Path file : all.toList()) {
                Files.copy(
                        file,
                        data.resolve(made.resolve("data").relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return data;
    }

    private static Broker start(Path data, long memory) {
        return Broker.start(new BrokerSettings(
                "127.0.0.1", 0, null, data, List.of(), Map.of("broker.memory", String.valueOf(memory))));
    }

    /** What the devices get when they come back; what is lost is not waited for. */
    private static State state(int port) {
        int retained;
        try (WireClient monitor = WireClient.clean(port, "monitor")) {
            monitor.subscribe("lab/state/+", 1);
            retained = waiting(monitor, port, "lab/state/end").size();
        }
        return new State(waiting(port, "PicoB", "lab/led/cmd"), waiting(port, "PicoC", "lab/paged"), retained);
    }

    private static List<Integer> waiting(int port, String clientId, String topic) {
        try (WireClient device = WireClient.persistent(port, clientId)) {
            // Of a session that is lost: it is made anew.
            device.subscribe(topic, 1);
            return waiting(device, port, topic);
        }
    }

    /** All that comes before what is published now. */
    private static List<Integer> waiting(WireClient device, int port, String topic) {
        try (WireClient publisher = WireClient.clean(port, "publisher-of-the-end")) {
            publisher.publishAcked(topic, 1, "end");
        }
        List<Integer> numbers = new ArrayList<>();
        for (Publish publish = device.receive(); !publish.payload().equals("end"); publish = device.receive()) {
            device.puback(publish.id());
            numbers.add(Integer.parseInt(publish.payload().replaceAll("[^0-9]", "")));
        }
        return numbers;
    }
}
