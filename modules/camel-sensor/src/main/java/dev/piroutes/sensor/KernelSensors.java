package dev.piroutes.sensor;

import dev.piroutes.files.Reason;
import dev.piroutes.sensor.Chip.BadReadingException;
import dev.piroutes.sensor.Chip.Channel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the kernel's drivers show below {@code /sys}. The chip is looked for at each reading, so one that was unplugged and came
 * back, under whatever number, is read again.
 */
public final class KernelSensors implements Sensors {
    private final IioChips iio;
    private final HwmonChips hwmon;
    private final W1Chips w1;
    private final ThermalZones thermal;

    public KernelSensors() {
        this(Path.of("/sys"));
    }

    /** @param sys a folder like the kernel's {@code /sys} */
    KernelSensors(Path sys) {
        iio = new IioChips(sys);
        hwmon = new HwmonChips(sys);
        w1 = new W1Chips(sys);
        thermal = new ThermalZones(sys);
    }

    private List<Chip> chips(Subsystem subsystem) {
        return switch (subsystem) {
            case IIO -> iio.all();
            case HWMON -> hwmon.all();
            case W1 -> w1.all();
            case THERMAL -> thermal.all();
        };
    }

    @Override
    public Reading read(SensorName name) {
        Channel channel = channel(name, chip(name));
        try {
            return new Reading(channel.source().read(), channel.quantity());
        } catch (BadReadingException e) {
            throw SensorException.bad(name, Reason.of(e));
        } catch (IOException e) {
            throw SensorException.bad(name, "cannot be read: " + Reason.of(e));
        }
    }

    private Chip chip(SensorName name) {
        List<Chip> here = chips(name.subsystem());
        List<Chip> found = here.stream().filter(chip -> chip.is(name.chip())).toList();
        if (found.isEmpty()) {
            throw SensorException.absent(name, missing(name, here));
        }
        if (found.size() > 1) {
            throw SensorException.absent(
                    name,
                    found.size() + " chips have this name; write its address for it: "
                            + found.stream()
                                    .flatMap(chip -> chip.others().stream())
                                    .distinct()
                                    .collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }

    private static String missing(SensorName name, List<Chip> here) {
        String others = here.stream().map(Chip::name).distinct().collect(Collectors.joining(", "));
        return "no such chip here; "
                + (others.isEmpty()
                        ? "the kernel has none in " + name.subsystem().text()
                        : "the kernel has " + others)
                + Overlays.line(name)
                        .map(line -> "; on a Raspberry Pi the line " + line
                                + " in /boot/firmware/config.txt, and a restart, make it known")
                        .orElse("");
    }

    private static Channel channel(SensorName name, Chip chip) {
        String wanted = name.channel();
        List<Channel> found = chip.channels().stream()
                .filter(channel -> wanted == null || channel.is(wanted))
                .toList();
        if (found.size() != 1) {
            String all = chip.channels().stream().map(Channel::name).collect(Collectors.joining(", "));
            throw SensorException.absent(
                    name,
                    (wanted == null ? "say which, after a /" : "the chip has no " + wanted) + "; it has "
                            + (all.isEmpty() ? "nothing to read" : all));
        }
        return found.get(0);
    }

    @Override
    public List<SensorName> list() {
        return Arrays.stream(Subsystem.values()).flatMap(this::list).toList();
    }

    private Stream<SensorName> list(Subsystem subsystem) {
        List<Chip> chips = chips(subsystem);
        return chips.stream().flatMap(chip -> {
            boolean alone = chips.stream()
                            .filter(other -> other.name().equals(chip.name()))
                            .count()
                    == 1;
            String named = alone || chip.others().isEmpty()
                    ? chip.name()
                    : chip.others().get(chip.others().size() - 1);
            return chip.channels().stream()
                    .map(channel ->
                            new SensorName(subsystem, named, chip.channels().size() == 1 ? null : channel.name()));
        });
    }

    @Override
    public boolean isVirtual() {
        return false;
    }
}
