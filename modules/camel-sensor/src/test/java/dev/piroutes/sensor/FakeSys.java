package dev.piroutes.sensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder like the kernel's {@code /sys}: classes and buses point to devices. */
record FakeSys(Path root) {

    /** A chip of Industrial I/O behind its address on a bus. @return its folder */
    Path iio(int number, String bus, String name) {
        Path device = root.resolve("devices/platform/soc/i2c-1").resolve(bus).resolve("iio:device" + number);
        link(root.resolve("bus/iio/devices/iio:device" + number), device);
        file(device, "name", name);
        return device;
    }

    Path hwmon(int number, String bus, String name) {
        Path device = root.resolve("devices/platform/soc/i2c-1").resolve(bus).resolve("hwmon/hwmon" + number);
        link(root.resolve("class/hwmon/hwmon" + number), device);
        file(device, "name", name);
        return device;
    }

    Path w1(String id) {
        Path device = root.resolve("devices/w1_bus_master1").resolve(id);
        link(root.resolve("bus/w1/devices").resolve(id), device);
        return device;
    }

    Path zone(int number, String type) {
        Path device = root.resolve("devices/virtual/thermal/thermal_zone" + number);
        link(root.resolve("class/thermal/thermal_zone" + number), device);
        file(device, "type", type);
        return device;
    }

    static void file(Path folder, String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path device) {
        try {
            Files.createDirectories(device);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, device);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
