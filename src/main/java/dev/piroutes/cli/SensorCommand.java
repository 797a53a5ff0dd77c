package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.sensor.KernelSensors;
import dev.piroutes.sensor.Reading;
import dev.piroutes.sensor.SensorException;
import dev.piroutes.sensor.SensorName;
import dev.piroutes.sensor.Sensors;
import java.math.RoundingMode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code sensor}: what the kernel's drivers measure on this machine now, with the URI to write. It works without the program. */
final class SensorCommand extends SettingsCommand {

    SensorCommand() {
        super(
                "sensor",
                "Lists what this machine can measure: the URI to write in a route, and its value now.",
                List.of());
    }

    @Override
    void addTo(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("list")
                .type(String.class)
                .description("list: a line for each, the default.")
                .build());
    }

    @Override
    int execute(ParseResult line) {
        String action = line.matchedPositionalValue(0, "list");
        if (!action.equals("list")) {
            throw new UsageException("sensor can list, but not \"" + action + "\"");
        }
        Sensors sensors = new KernelSensors();
        List<SensorName> names = sensors.list();
        if (names.isEmpty()) {
            System.out.println("The kernel has no sensor here. A chip on a Raspberry Pi needs a line in"
                    + " /boot/firmware/config.txt: docs/sensors.md has it for each.");
        }
        int width =
                names.stream().mapToInt(name -> name.toString().length()).max().orElse(0);
        names.forEach(name -> System.out.println(("sensor:%-" + width + "s  %s").formatted(name, now(sensors, name))));
        return 0;
    }

    private static String now(Sensors sensors, SensorName name) {
        try {
            Reading reading = sensors.read(name);
            return (reading.value().setScale(reading.quantity().decimals(), RoundingMode.HALF_UP) + " "
                            + reading.quantity().unit())
                    .strip();
        } catch (SensorException e) {
            return "no value: " + Reason.of(e).substring(("sensor:" + name + ": ").length());
        }
    }
}
