package dev.piroutes.sensor;

import dev.piroutes.sensor.Chip.BadReadingException;
import dev.piroutes.sensor.Chip.Channel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chips of hardware monitoring. Files and units are those of the kernel's {@code Documentation/hwmon/sysfs-interface}. */
final class HwmonChips {
    private static final Pattern FILE = Pattern.compile("(([a-z]+)\\d+)_(input|average)");
    private static final Pattern CHANNEL = Pattern.compile("([a-z]+)\\d*");

    private static final BigDecimal MILLI = new BigDecimal("0.001");
    private static final BigDecimal MICRO = new BigDecimal("0.000001");

    private static final Map<String, Unit> UNITS = Map.of(
            "temp", new Unit(Quantity.TEMPERATURE, MILLI),
            "in", new Unit(Quantity.VOLTAGE, MILLI),
            "curr", new Unit(Quantity.CURRENT, MILLI),
            "humidity", new Unit(Quantity.HUMIDITY, MILLI),
            "power", new Unit(Quantity.POWER, MICRO),
            "energy", new Unit(Quantity.ENERGY, MICRO),
            "fan", new Unit(Quantity.FAN_SPEED, BigDecimal.ONE));

    private record Unit(Quantity quantity, BigDecimal factor) {}

    private final Path devices;

    /** @param sys where the kernel's {@code /sys} is */
    HwmonChips(Path sys) {
        devices = sys.resolve("class/hwmon");
    }

    List<Chip> all() {
        return SysFiles.list(devices).stream()
                // Where older drivers have their files.
                .flatMap(folder -> Stream.of(folder, folder.resolve("device"))
                        .flatMap(where -> SysFiles.textIfThere(where.resolve("name")).stream()
                                .map(name -> new Chip(name, SysFiles.otherNames(folder), channels(where))))
                        .filter(chip -> !chip.channels().isEmpty())
                        .limit(1))
                .toList();
    }

    /** What a channel of this name measures. */
    static Optional<Quantity> quantity(String channel) {
        Matcher type = CHANNEL.matcher(channel);
        return type.matches() ? Optional.ofNullable(UNITS.get(type.group(1))).map(Unit::quantity) : Optional.empty();
    }

    private static List<Channel> channels(Path folder) {
        return SysFiles.list(folder).stream()
                .map(file -> FILE.matcher(file.getFileName().toString()))
                .filter(file -> file.matches() && UNITS.containsKey(file.group(2)))
                .map(file -> channel(folder, file))
                .toList();
    }

    private static Channel channel(Path folder, Matcher file) {
        Unit unit = UNITS.get(file.group(2));
        String name = file.group(1);
        List<String> label =
                SysFiles.textIfThere(folder.resolve(name + "_label")).stream().toList();
        return new Channel(name, label, unit.quantity, () -> value(folder, file).multiply(unit.factor));
    }

    private static BigDecimal value(Path folder, Matcher file) throws IOException, BadReadingException {
        if (SysFiles.textIfThere(folder.resolve(file.group(1) + "_fault"))
                .filter("1"::equals)
                .isPresent()) {
            throw new BadReadingException("the chip reports a fault of its sensor");
        }
        return SysFiles.number(folder.resolve(file.group()));
    }
}
