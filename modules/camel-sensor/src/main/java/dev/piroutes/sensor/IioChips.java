package dev.piroutes.sensor;

import dev.piroutes.sensor.Chip.BadReadingException;
import dev.piroutes.sensor.Chip.Channel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chips of Industrial I/O. Files, units, scales and offsets are those of the kernel's
 * {@code Documentation/ABI/testing/sysfs-bus-iio}.
 */
final class IioChips {
    /** Type, number, the other side of a difference, part of the type. */
    private static final Pattern FILE =
            Pattern.compile("in_(([a-z]+)(\\d*)(?:-[a-z]+(\\d+))?(?:_([a-z0-9]+))?)_(input|raw)");

    /** What the kernel's types are, and by what their unit is multiplied for ours. */
    private static final Map<String, Unit> UNITS = Map.ofEntries(
            Map.entry("temp", new Unit(Quantity.TEMPERATURE, "0.001")),
            Map.entry("humidityrelative", new Unit(Quantity.HUMIDITY, "0.001")),
            // It is in kilopascals.
            Map.entry("pressure", new Unit(Quantity.PRESSURE, "10")),
            Map.entry("illuminance", new Unit(Quantity.ILLUMINANCE, "1")),
            Map.entry("voltage", new Unit(Quantity.VOLTAGE, "0.001")),
            Map.entry("altvoltage", new Unit(Quantity.VOLTAGE, "0.001")),
            Map.entry("current", new Unit(Quantity.CURRENT, "0.001")),
            Map.entry("power", new Unit(Quantity.POWER, "0.001")),
            Map.entry("energy", new Unit(Quantity.ENERGY, "1")),
            Map.entry("resistance", new Unit(Quantity.RESISTANCE, "1")),
            Map.entry("distance", new Unit(Quantity.DISTANCE, "1")),
            // It is in percent.
            Map.entry("concentration", new Unit(Quantity.CONCENTRATION, "10000")),
            Map.entry("massconcentration", new Unit(Quantity.MASS_CONCENTRATION, "1")),
            Map.entry("accel", new Unit(Quantity.ACCELERATION, "1")),
            Map.entry("anglvel", new Unit(Quantity.ANGULAR_VELOCITY, "1")),
            Map.entry("magn", new Unit(Quantity.MAGNETIC_FIELD, "1")));

    /** From 3.3 V, in millivolts, to the steps of ten bits and of twelve. */
    private static final BigDecimal TEN_BITS = new BigDecimal("3.22265625");

    private static final BigDecimal TWELVE_BITS = new BigDecimal("0.8056640625");

    /**
     * Converters whose overlay on a Raspberry Pi names no reference voltage. Their driver has a file for the scale then, and answers
     * "Invalid argument". It is 3.3 V, the most that a Pi's SPI pins bear.
     */
    private static final Map<String, BigDecimal> SCALES_AT_3V3 = Map.of(
            "mcp3002", TEN_BITS,
            "mcp3004", TEN_BITS,
            "mcp3008", TEN_BITS,
            "mcp3202", TWELVE_BITS,
            "mcp3204", TWELVE_BITS,
            "mcp3208", TWELVE_BITS);

    private record Unit(Quantity quantity, BigDecimal factor) {
        Unit(Quantity quantity, String factor) {
            this(quantity, new BigDecimal(factor));
        }
    }

    private final Path devices;

    /** @param sys where the kernel's {@code /sys} is */
    IioChips(Path sys) {
        devices = sys.resolve("bus/iio/devices");
    }

    List<Chip> all() {
        return SysFiles.list(devices).stream()
                .filter(folder -> folder.getFileName().toString().startsWith("iio:device"))
                .flatMap(folder ->
                        SysFiles.textIfThere(folder.resolve("name")).stream().map(name -> chip(name, folder)))
                .toList();
    }

    /** A DHT11 is named dht11@4. */
    private static Chip chip(String name, Path folder) {
        List<String> others = new ArrayList<>(SysFiles.otherNames(folder));
        if (name.contains("@")) {
            others.add(0, name);
        }
        return new Chip(name.replaceFirst("@.*", ""), others, channels(folder));
    }

    /** What a channel of this name measures, whether in our words or in the kernel's. */
    static Optional<Quantity> quantity(String channel) {
        Matcher kernel = FILE.matcher("in_" + channel + "_raw");
        Optional<Quantity> typed = kernel.matches()
                ? Optional.ofNullable(UNITS.get(kernel.group(2))).map(Unit::quantity)
                : Optional.empty();
        return typed.or(() -> Quantity.ofChannel(channel));
    }

    private static List<Channel> channels(Path folder) {
        Map<String, Channel> channels = new LinkedHashMap<>();
        for (Path file : SysFiles.list(folder)) {
            Matcher parts = FILE.matcher(file.getFileName().toString());
            if (parts.matches()) {
                Channel channel = channel(folder, parts);
                // In the order of names "input" comes first, which is the value itself.
                channels.putIfAbsent(channel.name(), channel);
            }
        }
        return List.copyOf(channels.values());
    }

    private static Channel channel(Path folder, Matcher parts) {
        String type = parts.group(2);
        Unit unit = UNITS.getOrDefault(type, new Unit(Quantity.NUMBER, BigDecimal.ONE));
        String word = unit.quantity == Quantity.NUMBER ? type : unit.quantity.channel();
        String other = parts.group(4) == null ? "" : "-" + word + parts.group(4);
        String part = parts.group(5) == null ? "" : "_" + parts.group(5);
        return new Channel(
                word + parts.group(3) + other + part, List.of(parts.group(1)), unit.quantity, () -> value(folder, parts)
                        .multiply(unit.factor));
    }

    private static BigDecimal value(Path folder, Matcher parts) throws IOException, BadReadingException {
        BigDecimal number = SysFiles.number(folder.resolve(parts.group()));
        if (parts.group(6).equals("input")) {
            return number;
        }
        BigDecimal offset = shared(folder, parts, "offset", BigDecimal.ZERO);
        return number.add(offset).multiply(scale(folder, parts));
    }

    private static BigDecimal scale(Path folder, Matcher parts) throws IOException, BadReadingException {
        try {
            return shared(folder, parts, "scale", BigDecimal.ONE);
        } catch (IOException e) {
            return SysFiles.textIfThere(folder.resolve("name"))
                    .map(SCALES_AT_3V3::get)
                    .orElseThrow(() -> e);
        }
    }

    /** A channel's own, or that of all of its type. */
    private static BigDecimal shared(Path folder, Matcher parts, String what, BigDecimal otherwise)
            throws IOException, BadReadingException {
        String type = parts.group(2);
        String all = parts.group(4) == null ? type : type + "-" + type;
        for (String whose : List.of(parts.group(1), all, type)) {
            Path file = folder.resolve("in_" + whose + "_" + what);
            if (Files.exists(file)) {
                return SysFiles.number(file);
            }
        }
        return otherwise;
    }
}
