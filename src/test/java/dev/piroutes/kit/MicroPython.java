package dev.piroutes.kit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A device of {@code src/main/micropython} in a real MicroPython, its files copied into a folder of its own as onto a Pico.
 * The pins are files there. Where there is no MicroPython the test says so in one line and is skipped.
 */
public final class MicroPython implements AutoCloseable {

    private static final Path DEVICES = Path.of("src/main/micropython");
    private static final Path STAND_INS =
            Path.of("src/test/micropython/stand-in").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private Program program;
    private @Nullable FakeClock clock;
    private final String script;

    private MicroPython(Path folder, String script) throws IOException {
        this.folder = folder;
        this.script = script;
        start();
    }

    /** The program itself; without one the calling test is skipped. */
    public static Path executable() {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")).map(Path::of), Stream.of(cache()))
                .map(place -> place.resolve("micropython"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            Missing.skip("the MicroPython devices", "micropython (src/test/micropython/get.sh gets it)");
        }
        return found.orElseThrow();
    }

    private static Path cache() {
        String place = System.getenv("MICROPYTHON_CACHE");
        return place != null
                ? Path.of(place)
                : Path.of(System.getProperty("user.home"), ".cache", "pi-routes", "micropython");
    }

    /**
     * Starts a device that ships.
     *
     * @param folder where a folder for it is made
     * @param name {@code device_a} or {@code device_b}
     * @param settings lines of {@code config.py} that are others than shipped
     */
    public static MicroPython start(Path folder, String name, String... settings) throws IOException {
        return start(folder, DEVICES.resolve(name + ".py"), settings);
    }

    /** Starts any program, which finds the files of the devices that ship beside it. */
    public static MicroPython start(Path folder, Path program, String... settings) throws IOException {
        String name = program.getFileName().toString();
        Path pico = Files.createDirectory(folder.resolve(name.replace(".py", "")));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(DEVICES, "*.py")) {
            for (Path file : files) {
                Files.copy(file, pico.resolve(file.getFileName()));
            }
        }
        Files.copy(program, pico.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.write(pico.resolve("config.py"), List.of(settings), StandardOpenOption.APPEND);
        return new MicroPython(pico, name);
    }

    /** Starts it again, after its end. */
    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(executable().toString(), script).directory(folder.toFile());
        builder.environment().put("MICROPYPATH", STAND_INS + ":.frozen");
        builder.environment().put("BOARD", folder.toString());
        if (clock != null) {
            builder.environment().putAll(clock.environment());
        }
        program = Program.start(builder);
    }

    /** The power goes and comes back: the clock is wrong. */
    public void loseClock() throws IOException {
        program.close();
        clock = FakeClock.unset(folder);
        start();
    }

    /** Takes the time server away, or brings it back. */
    public void timeServer(boolean there) throws IOException {
        flag("no-time", there);
    }

    /** Presses a button to ground, and lets it go: 50 ms each of the program's samples. */
    public void press(int pin) throws IOException {
        Path levels = folder.resolve("GP" + pin);
        Path written = Files.writeString(folder.resolve("levels"), "0".repeat(10) + "1".repeat(10));
        Files.move(written, levels, StandardCopyOption.ATOMIC_MOVE);
        await("GP" + pin + " is read").atMost(LIMIT).until(() -> Files.notExists(levels));
    }

    /** Whether the LED is lit. */
    public boolean isHigh(int pin) {
        try {
            return Files.readString(folder.resolve("GP" + pin)).equals("1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the Wi-Fi away, or brings it back. */
    public void wifi(boolean there) throws IOException {
        flag("no-wifi", there);
    }

    /** Takes the answers of name servers away, or brings them back: who asks waits. */
    public void names(boolean there) throws IOException {
        flag("slow-names", there);
    }

    /** Leaves no memory for TLS. @param who says so: {@code MicroPython} or {@code mbedTLS} */
    public void noMemory(String who) throws IOException {
        Files.writeString(folder.resolve("no-memory"), who);
    }

    /** Gives the memory back. */
    public void memory() throws IOException {
        flag("no-memory", true);
    }

    private void flag(String name, boolean there) throws IOException {
        Path flag = folder.resolve(name);
        if (there) {
            Files.deleteIfExists(flag);
        } else {
            Files.createFile(flag);
        }
    }

    /** What it has printed, and its process. */
    public Program program() {
        return program;
    }

    /** Ctrl-C; waits for its end. */
    public void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(program.pid())).start().waitFor();
        program.awaitEnd(LIMIT);
    }

    @Override
    public void close() {
        program.close();
    }
}
