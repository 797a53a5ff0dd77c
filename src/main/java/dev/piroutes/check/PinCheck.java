package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.gpio.GpioConfiguration;
import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.gpio.GpioEvent;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteDeclared;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pins: that there are such, and that the routes that share one want the same of it. */
final class PinCheck {

    /** Events that only a finger makes. */
    private static final Set<String> OF_BUTTONS = Set.of("click", "double-click", "long-press");

    private static final Pattern CHOICE = Pattern.compile(" must be (.*), but was '([^']*)'");

    private record Claim(EndpointUse use, Object options) {}

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Wiring wiring;
    private final Findings findings;
    private final Map<Integer, Claim> claims = new HashMap<>();

    PinCheck(List<RouteFile> files, Scratch scratch, Wiring wiring, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.wiring = wiring;
        this.findings = findings;
    }

    void check() {
        for (RouteFile file : files) {
            for (EndpointUse use : file.endpoints()) {
                if (!use.isDynamic()) {
                    wiring.endpoints(use).stream()
                            .filter(endpoint -> !endpoint.isDynamic())
                            .forEach(endpoint -> check(file, endpoint, endpoint == use));
                }
            }
        }
    }

    /** @param own whether it stands in the file itself, not in a Kamelet */
    private void check(RouteFile file, EndpointUse use, boolean own) {
        endpoint(use, own ? findings::error : findings::pinError).ifPresent(endpoint -> {
            claim(use, endpoint);
            if (own) {
                action(file, use, endpoint);
                pull(use, endpoint);
                initial(file, use, endpoint);
            }
        });
    }

    private Optional<GpioEndpoint> endpoint(EndpointUse use, BiConsumer<Place, String> faults) {
        return wiring.pin(use, e -> {
            Throwable root = Reason.root(e);
            if (root instanceof NumberFormatException) {
                noNumber(use, Reason.of(root), faults);
            } else if (root instanceof IllegalArgumentException) {
                String message = Reason.of(root);
                String option = use.parameters().keySet().stream()
                        .filter(name -> message.contains(": " + name + " must"))
                        .findFirst()
                        .orElse("");
                faults.accept(use.placeOf(option), message + meant(message));
            } // what else can be wrong has been said by who checks options
        });
    }

    /** Of the words that one must be. */
    private static String meant(String message) {
        Matcher choice = CHOICE.matcher(message);
        return choice.find()
                ? Suggestion.didYouMean(choice.group(2), List.of(choice.group(1).split(", | or ")))
                : "";
    }

    /** Java says which text it was, and not of which option. */
    private void noNumber(EndpointUse use, String message, BiConsumer<Place, String> faults) {
        use.options().forEach((name, word) -> {
            String value = scratch.resolve(word.text());
            if (message.endsWith("\"" + value + "\"")) {
                faults.accept(word.place(), "gpio: " + name + " must be a whole number, but was \"" + value + "\"");
            }
        });
    }

    /** An output that nobody tells what to do: the body is still the input's event, which is no action. */
    private void action(RouteFile file, EndpointUse use, GpioEndpoint endpoint) {
        boolean untold = !use.consumes()
                && endpoint.drives()
                && endpoint.getConfiguration().getAction() == null
                && !endpoint.getConfiguration().isPwm()
                && use.route()
                        .map(route -> !file.rewrites(route) && beginsWithEvent(file, route))
                        .orElse(false);
        if (untold) {
            findings.error(
                    use.uri().place(),
                    "gpio:" + endpoint.getPinNumber()
                            + " is not told what to do, for the body is the event of the input: add action: TOGGLE (or ON,"
                            + " OFF, PULSE, BLINK)");
        }
    }

    /** A button without a resistor: while it is open, nothing says which level the line has. */
    private void pull(EndpointUse use, GpioEndpoint endpoint) {
        boolean low = endpoint.getConfiguration().isActiveLow();
        boolean button = low
                || use.option("event")
                        .map(event -> OF_BUTTONS.contains(scratch.resolve(event.text())))
                        .orElse(false);
        if (use.consumes() && button && use.option("pull").isEmpty()) {
            findings.warning(
                    use.uri().place(),
                    "gpio:" + endpoint.getPinNumber() + " (header pin " + endpoint.getHeaderPin()
                            + ") has no pull: the line of an open button floats, and presses come that nobody made: pull: "
                            + (low ? "up" : "down") + " (or, if the circuit has a resistor, pull: none)");
        }
    }

    /** A state that the broker keeps, of a contact that may be moved while nobody looks. */
    private void initial(RouteFile file, EndpointUse use, GpioEndpoint endpoint) {
        GpioConfiguration options = endpoint.getConfiguration();
        if (use.consumes() && options.getEvent() == GpioEvent.CHANGE && !options.isInitial() && retains(file, use)) {
            findings.warning(
                    use.uri().place(),
                    "gpio:" + endpoint.getPinNumber() + " (header pin " + endpoint.getHeaderPin()
                            + ") has its state retained, and tells it with the next move only: after a start it may be"
                            + " wrong: initial: true");
        }
    }

    private boolean retains(RouteFile file, EndpointUse input) {
        return input.route().isPresent()
                && file.endpoints().stream()
                        .filter(use ->
                                use.route().equals(input.route()) && DeviceEndpoint.SCHEMES.contains(use.scheme()))
                        .flatMap(use -> use.option("retained").stream())
                        .anyMatch(retained -> scratch.resolve(retained.text()).equals("true"));
    }

    private static boolean beginsWithEvent(RouteFile file, RouteDeclared route) {
        List<EndpointUse> uses = file.endpoints().stream()
                .filter(use -> use.route().filter(route::equals).isPresent())
                .toList();
        boolean onlyPins = uses.stream()
                .map(EndpointUse::scheme)
                .allMatch(scheme -> Set.of("gpio", "log").contains(scheme) || DeviceEndpoint.SCHEMES.contains(scheme));
        return onlyPins
                && uses.stream()
                        .anyMatch(use -> use.consumes()
                                && use.scheme().equals("gpio")
                                && !use.option("event")
                                        .map(word -> word.text().equals("change"))
                                        .orElse(false));
    }

    private void claim(EndpointUse use, GpioEndpoint endpoint) {
        endpoint.sharedOptions(use.consumes()).ifPresent(options -> {
            Claim first = claims.putIfAbsent(endpoint.getPinNumber(), new Claim(use, options));
            if (first != null && !first.options().equals(options)) {
                clash(endpoint, use, options, first.use(), first.options());
                clash(endpoint, first.use(), first.options(), use, options);
            }
        });
    }

    /** Said at both: nobody knows which is the new one. */
    private void clash(GpioEndpoint endpoint, EndpointUse use, Object options, EndpointUse other, Object has) {
        findings.error(
                use.uri().place(),
                "gpio:" + endpoint.getPinNumber() + " (header pin " + endpoint.getHeaderPin() + ") is also "
                        + route(other) + "'s (" + other.uri().place()
                        + "): use another pin, or the same options; here it is " + options + ", there " + has);
    }

    private static String route(EndpointUse use) {
        return use.route().map(RouteDeclared::id).orElse("another route");
    }
}
