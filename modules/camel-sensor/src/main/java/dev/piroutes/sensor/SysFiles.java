package dev.piroutes.sensor;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files that drivers show below {@code /sys}. */
final class SysFiles {
    private SysFiles() {}

    /** What is in a folder, by name; nothing if it is not there. */
    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    /** Of a file that not every driver has. */
    static Optional<String> textIfThere(Path file) {
        try {
            String text = text(file);
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static BigDecimal number(Path file) throws IOException, Chip.BadReadingException {
        String text = text(file);
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Chip.BadReadingException("the driver answered '" + text + "', which is no number");
        }
    }

    /** The label of a chip, and its address on its bus: the last name in its path that is one. */
    static List<String> otherNames(Path chip) {
        List<String> names = new ArrayList<>();
        textIfThere(chip.resolve("label")).ifPresent(names::add);
        try {
            Path device = chip.toRealPath();
            Path bus = device.getParent();
            // /sys/devices/…/i2c-1/1-0076/iio:device0, or …/1-0048/hwmon/hwmon2
            if (bus != null && bus.getFileName() != null) {
                boolean isClass = bus.getFileName().toString().equals("hwmon");
                Path address = isClass ? bus.getParent() : bus;
                if (address != null && address.getFileName() != null) {
                    names.add(address.getFileName().toString());
                }
            }
        } catch (IOException e) {
            // It has gone in this moment, and cannot be read either.
        }
        return names;
    }
}
