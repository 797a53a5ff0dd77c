package dev.piroutes.sensor;

import dev.piroutes.sensor.Chip.Channel;
import java.nio.file.Path;
import java.util.List;

/** What the kernel watches so that nothing gets too hot. Files are those of its {@code Documentation/ABI/testing/sysfs-class-thermal}. */
final class ThermalZones {
    private final Path zones;

    /** @param sys where the kernel's {@code /sys} is */
    ThermalZones(Path sys) {
        zones = sys.resolve("class/thermal");
    }

    /** A Pi's is of the type cpu-thermal, or cpu_thermal. */
    List<Chip> all() {
        return SysFiles.list(zones).stream()
                .filter(zone -> zone.getFileName().toString().startsWith("thermal_zone"))
                .flatMap(zone -> SysFiles.textIfThere(zone.resolve("type")).stream()
                        .map(type -> new Chip(
                                type.replaceFirst("[-_]thermal$", ""),
                                List.of(type, zone.getFileName().toString()),
                                List.of(new Channel(
                                        "temperature", List.of(), Quantity.TEMPERATURE, () -> SysFiles.number(
                                                        zone.resolve("temp"))
                                                .movePointLeft(3))))))
                .toList();
    }
}
