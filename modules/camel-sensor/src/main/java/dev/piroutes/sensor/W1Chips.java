package dev.piroutes.sensor;

import dev.piroutes.sensor.Chip.BadReadingException;
import dev.piroutes.sensor.Chip.Channel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Thermometers on a 1-Wire bus, as the kernel's driver w1_therm shows them: the nine bytes of the chip, whether their checksum is
 * right, and thousandths of a degree.
 */
final class W1Chips {
    /** The driver's families: DS18S20, DS1822, DS18B20, DS1825, DS28EA00. */
    private static final Pattern THERMOMETER = Pattern.compile("(10|22|28|3b|42)-[0-9a-f]{12}");

    private static final Pattern VALUE = Pattern.compile("t=(-?\\d+)\\s*$");

    /** What a chip has in it that got power and has not measured yet. Data sheet of the DS18B20, "Memory". */
    private static final BigDecimal POWER_ON = new BigDecimal("85.000");

    /** What is as hot as that was nearly as hot before. */
    private static final BigDecimal NEAR = BigDecimal.TEN;

    private final Path devices;
    /** What each chip measured last. */
    private final Map<String, BigDecimal> last = new ConcurrentHashMap<>();

    /** @param sys where the kernel's {@code /sys} is */
    W1Chips(Path sys) {
        devices = sys.resolve("bus/w1/devices");
    }

    List<Chip> all() {
        return SysFiles.list(devices).stream()
                .filter(folder ->
                        THERMOMETER.matcher(folder.getFileName().toString()).matches())
                .map(folder -> new Chip(
                        folder.getFileName().toString(),
                        List.of(),
                        List.of(new Channel("temperature", List.of(), Quantity.TEMPERATURE, () -> value(folder)))))
                .toList();
    }

    private BigDecimal value(Path folder) throws IOException, BadReadingException {
        String text = SysFiles.text(folder.resolve("w1_slave"));
        Matcher value = VALUE.matcher(text);
        if (!text.contains(" YES") || !value.find()) {
            throw new BadReadingException("the checksum of its answer is wrong");
        }
        // Their checksum is 0, too.
        if (text.startsWith("00 00 00 00 00 00 00 00 00")) {
            throw new BadReadingException("it answered zeros only: is its data line shorted to ground?");
        }
        BigDecimal degrees = new BigDecimal(value.group(1)).movePointLeft(3);
        String chip = folder.getFileName().toString();
        if (degrees.compareTo(POWER_ON) == 0 && !isNear(last.get(chip))) {
            throw new BadReadingException("it answered 85 °C, which it does after it got power, before it measures");
        }
        last.put(chip, degrees);
        return degrees;
    }

    private static boolean isNear(@Nullable BigDecimal before) {
        return before != null && POWER_ON.subtract(before).abs().compareTo(NEAR) <= 0;
    }
}
