package dev.piroutes.gpio;

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
 * The last state of each output in a file of its own, for the next run. A file that cannot be read counts as absent;
 * one that cannot be written is said once for each attempt and does not stop the output.
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
            LOG.warn("{}: its last state cannot be read from {}; it starts in its initialState", pin, file(pin));
            return Optional.empty();
        }
    }

    void put(Pin pin, GpioState state) {
        try {
            Files.createDirectories(dir.get());
            Path written = Files.writeString(dir.get().resolve("gpio-" + pin.bcm() + ".new"), state.name());
            Files.move(written, file(pin), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{}: its state cannot be written to {}: {}", pin, file(pin), e.toString());
        }
    }

    private Path file(Pin pin) {
        return dir.get().resolve("gpio-" + pin.bcm());
    }
}
