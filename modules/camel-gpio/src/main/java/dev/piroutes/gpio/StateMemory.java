package dev.piroutes.gpio;

import dev.piroutes.files.Reason;
import dev.piroutes.files.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last state of each output in a file of its own, for the next run. A file that is damaged is {@link SetAside set
 * aside}; one that cannot be written is logged at each attempt and does not stop the output.
 */
final class StateMemory {
    private static final Logger LOG = LoggerFactory.getLogger(StateMemory.class);

    private final Supplier<Path> dir;

    StateMemory(Supplier<Path> dir) {
        this.dir = dir;
    }

    Optional<GpioState> get(Pin pin) {
        try {
            return Optional.of(GpioState.valueOf(Files.readString(file(pin)).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.error(
                    "{}: its last state in {} is damaged{}; it starts in its initialState",
                    pin,
                    file(pin),
                    setAside(file(pin)));
            return Optional.empty();
        }
    }

    /** Where that went, in words. */
    private static String setAside(Path file) {
        try {
            return ": set aside as " + SetAside.move(file).getFileName();
        } catch (IOException e) {
            return ", and cannot be set aside: " + Reason.of(e);
        }
    }

    /** A file may have taken its place. */
    private void makeFolder() throws IOException {
        Path folder = dir.get();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            LOG.error("{} is not a folder{}", folder, setAside(folder));
        }
        Files.createDirectories(folder);
    }

    void put(Pin pin, GpioState state) {
        try {
            makeFolder();
            Path written = Files.writeString(dir.get().resolve(name(pin) + ".new"), state.name());
            Files.move(written, file(pin), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{}: its state cannot be written to {}: {}", pin, file(pin), Reason.of(e));
        }
    }

    private Path file(Pin pin) {
        return dir.get().resolve(name(pin));
    }

    private static String name(Pin pin) {
        return "gpio-" + pin.line().replace('/', '-');
    }
}
