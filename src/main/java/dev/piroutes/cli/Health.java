package dev.piroutes.cli;

import dev.piroutes.mqtt.DeviceStatus;
import dev.piroutes.watch.Check;
import dev.piroutes.watch.WatchedCamel;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** How a running bench is, for who looks after it from outside. */
final class Health {

    private Health() {}

    /** Whether all is up that {@code /observe/health/live} looks at. A device without its broker is not ready, but alive. */
    static boolean isAlive(CamelContext context) {
        return WatchedCamel.live(context).stream().allMatch(Check::up);
    }

    /** How many devices have their connection, and why the others have not. */
    static String inOneLine(CamelContext context) {
        List<DeviceStatus> devices = DeviceStatus.of(context, false);
        List<DeviceStatus> offline =
                devices.stream().filter(device -> !device.connected()).toList();
        String reasons = offline.stream()
                .map(device -> device.clientId() + ": " + device.problem())
                .collect(Collectors.joining("; "));
        return (devices.size() - offline.size()) + " of " + devices.size() + " devices online"
                + (offline.isEmpty() ? "" : "; " + reasons);
    }
}
