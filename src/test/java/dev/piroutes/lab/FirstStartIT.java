package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Damage;
import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the build leaves in {@code target/} is started as the installed package is: with its options, and with the archives
 * of classes that the first start has made in the background.
 */
@Timeout(900)
@Tag("full")
class FirstStartIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** Two trainings and two archives, at the lowest priority: beside the other tests there is next to nothing left for it. */
    private static final Duration PREPARED = Duration.ofSeconds(600);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MADE = "archive  of classes made in \\d+ s; the next start takes half the time";
    private static final String ENDING = Runtime.version().feature() < 24 ? ".jsa" : ".aot";
    private static final Map<String, String> MAKE = Map.of("PI_ROUTES_PREPARE", "");

    /** Where a first start has made the archives. */
    @TempDir
    static Path prepared;

    @TempDir
    Path home;

    private Path cache;

    @BeforeAll
    static void theFirstStartMakesTheArchives() throws Exception {
        lay(prepared);
        try (Program first = lab(prepared, MAKE)) {
            first.awaitOutput("ready ");
            first.awaitOutput(MADE, PREPARED);
            assertThat(first.output()).doesNotContain("memory   ", "WARN", "ERROR");
        }
        assertThat(names(prepared.resolve("cache")))
                .containsExactlyInAnyOrder(
                        "bench" + ENDING,
                        "bench" + ENDING + ".size",
                        "devices" + ENDING,
                        "devices" + ENDING + ".size",
                        "prepare.lock",
                        "prepare.log");
    }

    @BeforeEach
    void unpack() throws IOException {
        lay(home);
        cache = home.resolve("cache");
    }

    @Test
    void theBuildLeavesTheLauncherOfThePackages() {
        assertThat(TARGET.resolve("bin/pi-routes"))
                .isExecutable()
                .hasSameTextualContentAs(Path.of("src/main/dist/bin/pi-routes"));
        assertThat(TARGET.resolve("jvm.options")).hasSameTextualContentAs(Path.of("src/main/dist/jvm.options"));
    }

    @Test
    void theNextStartTakesItAndMakesNone() throws Exception {
        assertThat(takesItsClassesFromTheArchive(prepared)).isTrue();
        try (Program devices = lab(prepared, MAKE, "--mqtt.url=tcp://127.0.0.1:1", "--verbose")) {
            devices.awaitOutput("no archives of classes are made: there is one in use");
        }
    }

    /** Why an archive that is there does not fit. */
    enum Unfit {
        /** A build: another jar. */
        REBUILT {
            @Override
            void apply(Path home) throws IOException {
                Path jar = home.resolve("pi-routes.jar");
                Files.setLastModifiedTime(
                        jar, FileTime.fromMillis(Files.getLastModifiedTime(jar).toMillis() + 60_000));
            }
        },
        /** Java was upgraded: the archive names the version that it was made by. */
        OTHER_JAVA {
            @Override
            void apply(Path home) throws IOException {
                Path archive = home.resolve("cache/bench" + ENDING);
                byte[] bytes = Files.readAllBytes(archive);
                byte[] ident = "64-Bit Server VM (".getBytes(StandardCharsets.US_ASCII);
                int at = indexOf(bytes, ident) + ident.length;
                assertThat(at).isGreaterThan(ident.length);
                bytes[at] ^= 1;
                Files.write(archive, bytes);
            }
        },
        DAMAGED {
            @Override
            void apply(Path home) throws IOException {
                Damage.ZEROS_IN_THE_MIDDLE.to(home.resolve("cache/bench" + ENDING));
            }
        },
        A_FOLDER {
            @Override
            void apply(Path home) throws IOException {
                Damage.A_FOLDER.to(home.resolve("cache/bench" + ENDING));
            }
        };

        abstract void apply(Path home) throws IOException;

        private static int indexOf(byte[] all, byte[] part) {
            return new String(all, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anArchiveThatDoesNotFitIsMadeAnew(Unfit unfit) throws Exception {
        assertThat(takesItsClassesFromTheArchive(prepared)).isTrue();
        unfit.apply(prepared);
        assertThat(takesItsClassesFromTheArchive(prepared)).isFalse();

        try (Program start = lab(prepared, MAKE)) {
            start.awaitOutput("ready ");
            start.awaitOutput(MADE, PREPARED);
        }

        assertThat(takesItsClassesFromTheArchive(prepared)).isTrue();
    }

    @Test
    void ofTwoStartsAtOnceOneMakesThem() throws Exception {
        try (Program one = lab(home, MAKE, "--verbose");
                Program other = lab(home, MAKE, "--verbose")) {
            List<Program> both = List.of(one, other);
            await().atMost(PREPARED).until(() -> both.stream().anyMatch(FirstStartIT::makesNothing));
            awaitTraining();
            assertThat(both).filteredOn(FirstStartIT::makesNothing).hasSize(1);
        }
    }

    private static boolean makesNothing(Program program) {
        return program.output().contains("no archive of classes was made, exit code 3");
    }

    @Test
    void whoEndsTheProgramEndsWhatItHasBegun() throws Exception {
        try (Program first = lab(home, MAKE)) {
            first.awaitOutput("ready ");
            awaitTraining();
            first.terminate();
            first.awaitEnd(LIMIT);
            assertThat(first.output()).doesNotContain("archive  ");
        }
        await().atMost(LIMIT).until(() -> processes().isEmpty());
        assertThat(names(cache)).containsExactlyInAnyOrder("prepare.lock", "prepare.log");
    }

    @Test
    void whatIsKilledLeavesNoProcessAndTheNextStartTidiesUp() throws Exception {
        try (Program first = lab(home, MAKE)) {
            first.awaitOutput("ready ");
            awaitTraining();
            process(line -> line.contains(" prepare --dir=")).orElseThrow().destroyForcibly();
            first.awaitOutput("archive  of classes not made, .*see " + Pattern.quote(cache + "/prepare.log"));
            await().atMost(LIMIT)
                    .until(() -> process(line -> line.contains("Training")).isEmpty());
        }
        List<String> left =
                names(cache).stream().filter(FirstStartIT::isUnfinished).toList();
        assertThat(left).isNotEmpty();

        try (Program next = lab(home, MAKE)) {
            next.awaitOutput("ready ");
            await().atMost(PREPARED).until(() -> names(cache).stream().noneMatch(left::contains));
        }
    }

    private static boolean isUnfinished(String name) {
        return name.startsWith("prepare-");
    }

    @Test
    void whoDoesNotWantItGetsNone() throws Exception {
        try (Program start = lab(home, Map.of("PI_ROUTES_PREPARE", "no"), "--verbose")) {
            start.awaitOutput("no archives of classes are made: they are not asked for");
        }
        assertThat(cache).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenIsLeftAlone() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        try (Program start =
                lab(home, Map.of("PI_ROUTES_PREPARE", "", "PI_ROUTES_CACHE", file + "/cache"), "--verbose")) {
            start.awaitOutput(
                    "no archives of classes are made: " + Pattern.quote(file + "/cache") + " cannot be written");
            assertThat(start.output()).doesNotContain("archive  ", "WARN");
        }
    }

    @Test
    void aServiceMakesNone() throws Exception {
        // systemd-notify finds nobody at that address, which is one more line, and no more.
        try (Program start =
                lab(home, Map.of("PI_ROUTES_PREPARE", "", "NOTIFY_SOCKET", home + "/nobody"), "--verbose")) {
            start.awaitOutput("no archives of classes are made: this is a service");
        }
        assertThat(cache).doesNotExist();
    }

    @Test
    void theJarByItselfSaysHowItTakesLess() throws Exception {
        String line = "memory   the heap may grow to [\\d,]+ MB, as Java chose; "
                + Pattern.quote(TARGET + "/bin/pi-routes") + " limits it to 48 MB and starts in half the time";
        try (Program lab = Program.byItself(home, List.of(), "--broker.port=0", "--gpio.board=virtual");
                Program broker = Program.byItself(home, List.of(), "broker", "--broker.port=0", "--broker.data=alone");
                Program json = Program.byItself(
                        home,
                        List.of(),
                        "--broker.port=0",
                        "--broker.data=third",
                        "--outbox.dir=third-outbox",
                        "--gpio.board=virtual",
                        "--log.format=json");
                Program chosen = Program.byItself(
                        home, List.of("-Xmx200m"), "broker", "--broker.port=0", "--broker.data=fourth")) {
            lab.awaitReady();
            broker.awaitReady();
            lab.awaitOutput(line);
            broker.awaitOutput(line);
            json.awaitOutput("\\{\"[^\\n]*\"memory   the heap may grow[^\\n]*\\}\\n");
            json.awaitOutput("ready ");
            assertThat(json.output().lines()).allMatch(one -> one.startsWith("{") && one.endsWith("}"));
            chosen.awaitReady();
            assertThat(chosen.output()).doesNotContain("memory   ");
        }
    }

    private static Program lab(Path home, Map<String, String> environment, String... more) throws IOException {
        Path folder = Files.createTempDirectory(home, "run");
        return Program.launched(
                home.resolve("bin/pi-routes"),
                folder,
                environment,
                Stream.concat(
                                Stream.of(more),
                                Stream.of(more).anyMatch(one -> one.startsWith("--mqtt.url"))
                                        ? Stream.of("--gpio.board=virtual")
                                        : Stream.of("--gpio.board=virtual", "--broker.port=0"))
                        .toArray(String[]::new));
    }

    /** By Java's own word for each class. */
    private static boolean takesItsClassesFromTheArchive(Path home) throws IOException {
        Path loaded = Files.createTempFile(home, "loaded", ".log");
        try (Program program = lab(home, Map.of("JAVA_OPTS", "-Xlog:class+load:file=" + loaded))) {
            program.awaitOutput("ready ");
            return Files.readString(loaded).contains("dev.piroutes.cli.Program source: shared objects file");
        }
    }

    private void awaitTraining() {
        await().atMost(LIMIT)
                .until(() -> process(line -> line.contains("Training")).isPresent());
    }

    private Optional<ProcessHandle> process(Predicate<String> commandLine) {
        return processes().stream()
                .filter(one -> commandLine.test(one.info().commandLine().orElse("")))
                .findFirst();
    }

    /** All that runs from this home. */
    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().commandLine().orElse("").contains(home.toString()))
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void lay(Path home) throws IOException {
        Files.createDirectory(home.resolve("bin"));
        for (String part : List.of("bin/pi-routes", "jvm.options", "pi-routes.jar")) {
            Files.copy(TARGET.resolve(part), home.resolve(part), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createSymbolicLink(home.resolve("lib"), TARGET.resolve("lib"));
    }
}
