package dev.piroutes.cli;

import dev.piroutes.board.Board;
import dev.piroutes.board.BoardException;
import dev.piroutes.board.Boards;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.check.Explain;
import dev.piroutes.files.Reason;
import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.graph.RouteOutputs;
import dev.piroutes.mqtt.MqttDevice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/**
 * {@code safe}: drives every output of the routes to its shutdown state, and ends. For after a crash: a process that is
 * killed cannot do it, and a Pi's pin keeps its level. Outputs whose pin is only known with a message ({@code toD}) are not
 * found.
 *
 * <p>The routes are those that would run, Kamelets and properties included: Camel makes them, on a virtual board, without
 * a broker and without starting them. Exit code 1: an output could not be driven, or a route file not be read; all others
 * have been.
 */
final class SafeCommand extends SettingsCommand {

    private static final Logger LOG = LoggerFactory.getLogger(SafeCommand.class);

    SafeCommand() {
        super(
                "safe",
                "Drives every output of the routes to its shutdown state, and ends: for after a crash.",
                List.of(Setting.ROUTES_DIR, Setting.EXT_DIR, Setting.DEVICES, Setting.GPIO_BOARD));
    }

    @Override
    int execute(ParseResult line) throws Exception {
        RouteFiles routes = files(line);
        Settings settings = settings(line, routes);
        boolean all = true;
        Map<Integer, GpioEndpoint> outputs = new TreeMap<>();
        List<String> locations = routes.locations(settings.require(Setting.DEVICES));
        try {
            outputs.putAll(outputs(settings, routes, locations));
        } catch (Exception e) {
            // One file that does not load must not leave the outputs of the others as they are.
            for (List<String> device : routes.oneByOne(settings.require(Setting.DEVICES))) {
                all &= tryOutputs(settings, routes, device, outputs);
            }
        }
        try (Board board = Boards.open(settings.require(Setting.GPIO_BOARD))) {
            for (GpioEndpoint output : outputs.values()) {
                all &= makeSafe(board, output);
            }
        }
        return all ? 0 : PiRoutes.FAULT;
    }

    private static boolean makeSafe(Board board, GpioEndpoint output) {
        try {
            LOG.info("safe     {} is {}", output.getPinName(), output.makeSafe(board));
            return true;
        } catch (BoardException e) {
            LOG.error("safe     {}", Reason.of(e));
            return false;
        }
    }

    private static boolean tryOutputs(
            Settings settings, RouteFiles routes, List<String> locations, Map<Integer, GpioEndpoint> outputs) {
        try {
            outputs.putAll(outputs(settings, routes, locations));
            return true;
        } catch (Exception e) {
            LOG.error("safe     {}", Explain.inOneLine(e));
            return false;
        }
    }

    /** The outputs of the routes in these files, by pin. */
    private static Map<Integer, GpioEndpoint> outputs(Settings settings, RouteFiles routes, List<String> locations)
            throws Exception {
        Map<Integer, GpioEndpoint> outputs = new TreeMap<>();
        try (VirtualBoard stage = new VirtualBoard()) {
            Main main = new Main();
            main.configure().withAutoStartup(false).withShutdownTimeout(1);
            RouteFiles.load(main, locations, properties(settings, routes));
            main.bind("board", stage);
            try {
                main.start();
                for (Route route : main.getCamelContext().getRoutes()) {
                    for (Endpoint endpoint : RouteOutputs.of(route)) {
                        if (endpoint instanceof GpioEndpoint gpio && gpio.drives()) {
                            outputs.putIfAbsent(gpio.getPinNumber(), gpio);
                        }
                    }
                }
            } finally {
                main.stop();
            }
        }
        return outputs;
    }

    /** As the routes would have them, but for what would listen or connect. */
    private static Map<String, String> properties(Settings settings, RouteFiles routes) {
        Map<String, String> properties = settings.forRoutes(routes);
        properties.keySet().removeIf(name -> name.matches("camel\\.(main|management|server)\\..*"));
        properties.put(MqttDevice.CONNECT, "false");
        // How a device reaches its broker is no matter of pins: a file of it that is damaged keeps none from being
        // safe.
        properties.remove(Setting.MQTT_CREDENTIALS.key());
        properties.put(Setting.MQTT_URL.key(), "tcp://127.0.0.1:1883");
        properties.put("gpio-timer.enabled", "false");
        properties.put("camel.main.startupSummaryLevel", "Off");
        return properties;
    }
}
