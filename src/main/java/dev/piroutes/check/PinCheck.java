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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pins: that there are such, and that the routes that share one want the same of it. */
final class PinCheck {

    /** Events that only a finger makes. */
    private static final Set<String> OF_BUTTONS = Set.of("click", "double-click", "long-press");

    /** What begins with no body. */
    private static final Set<String> TIMERS = Set.of("cron", "quartz", "scheduler", "timer");

    private static final Set<String> AT_THE_START = Set.of("daytime", "scheduler", "timer");

    /** What leaves the body as it is; an output makes its state of it. */
    private static final Set<String> KEEPING = Stream.concat(Stream.of("gpio", "log"), DeviceEndpoint.SCHEMES.stream())
            .collect(Collectors.toSet());

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
                            .forEach(endpoint -> check(file, use, endpoint));
                }
            }
        }
    }

    /**
     * @param written the endpoint as the file has it
     * @param use the same, or what is in its Kamelet
     */
    private void check(RouteFile file, EndpointUse written, EndpointUse use) {
        boolean own = written == use;
        endpoint(use, own ? findings::error : findings::pinError).ifPresent(endpoint -> {
            claim(use, endpoint);
            action(file, written, use, endpoint);
            if (own) {
                pull(use, endpoint);
                initial(file, use, endpoint);
                start(file, use, endpoint);
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

    /** An output that nobody tells what to do: the body is still what the route begins with, which is no action. */
    private void action(RouteFile file, EndpointUse written, EndpointUse use, GpioEndpoint endpoint) {
        boolean byBody = !use.consumes()
                && endpoint.drives()
                && endpoint.getConfiguration().getAction() == null
                && !endpoint.getConfiguration().isPwm()
                && handsOn(written);
        if (byBody && files.stream().noneMatch(RouteFile::intercepts)) {
            written.route()
                    .filter(route -> !file.rewrites(route))
                    .flatMap(route -> bodyAt(written, file, route))
                    .ifPresent(body -> findings.error(
                            written.uri().place(),
                            untold(written, endpoint) + " is not told what to do, for " + body + ": " + tell(written)));
        }
    }

    private static String untold(EndpointUse written, GpioEndpoint endpoint) {
        return written.scheme().equals("kamelet") ? written.path() : endpoint.pinWritten();
    }

    private String tell(EndpointUse written) {
        boolean takesAction = wiring.kamelets()
                .of(written)
                .map(kamelet -> kamelet.parameters().containsKey("action"))
                .orElse(true);
        return takesAction
                ? "add action: TOGGLE (or ON, OFF, PULSE, BLINK)"
                : "write a setBody: before it, to ON or OFF for example";
    }

    /** Whether the body within is the one outside: it is no Kamelet, or one that does not change it. */
    private boolean handsOn(EndpointUse written) {
        return !written.scheme().equals("kamelet")
                || wiring.kamelets()
                        .of(written)
                        .flatMap(Kamelet::template)
                        .filter(template -> template.routes().stream().noneMatch(template::rewrites))
                        .filter(template -> template.endpoints().stream()
                                .allMatch(inner -> KEEPING.contains(inner.scheme())
                                        || Set.of("source", "sink").contains(inner.path())))
                        .isPresent();
    }

    /** What the body is where a message comes to the endpoint, if that is certain, and no action. */
    private Optional<String> bodyAt(EndpointUse output, RouteFile file, RouteDeclared route) {
        List<EndpointUse> before = file.endpoints().stream()
                .filter(use -> use.route().filter(route::equals).isPresent())
                .takeWhile(use -> use != output)
                .toList();
        if (before.isEmpty() || !before.stream().allMatch(this::handsOn)) {
            return Optional.empty();
        }
        EndpointUse begin = wiring.endpoints(before.get(0)).get(0);
        boolean kept = before.stream()
                .skip(1)
                .flatMap(use -> wiring.endpoints(use).stream())
                .allMatch(use -> KEEPING.contains(use.scheme()) && !use.scheme().equals("gpio"));
        if (!kept || !begin.consumes()) {
            return Optional.empty();
        }
        if (TIMERS.contains(begin.scheme())) {
            return Optional.of("the body is empty");
        }
        boolean event = begin.scheme().equals("gpio")
                && begin.option("event")
                        .map(word -> !scratch.resolve(word.text()).equals("change"))
                        .orElse(true);
        return event ? Optional.of("the body is the event of the input") : Optional.empty();
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
                    endpoint.pinInWords()
                            + " has no pull: the line of an open button floats, and presses come that nobody made: pull: "
                            + (low ? "up" : "down") + " (or, if the circuit has a resistor, pull: none)");
        }
    }

    /** A state that the broker keeps, of a contact that may be moved while nobody looks. */
    private void initial(RouteFile file, EndpointUse use, GpioEndpoint endpoint) {
        GpioConfiguration options = endpoint.getConfiguration();
        if (use.consumes() && options.getEvent() == GpioEvent.CHANGE && !options.isInitial() && retains(file, use)) {
            findings.warning(
                    use.uri().place(),
                    endpoint.pinInWords()
                            + " has its state retained, and tells it with the next move only: after a start it may be"
                            + " wrong: initial: true");
        }
    }

    /** A state that the broker keeps, of an output that is off again after a start. */
    private void start(RouteFile file, EndpointUse output, GpioEndpoint endpoint) {
        boolean forgets = !output.consumes()
                && endpoint.drives()
                && !endpoint.getConfiguration().isRestore();
        if (forgets
                && output.route().isPresent()
                && !beginsAtTheStart(file, output.route().get())) {
            after(file, output)
                    .filter(use -> scratch.isTrue(use, "retained") && !isToldAtTheStart(use))
                    .findFirst()
                    .ifPresent(
                            state -> findings.hint(
                                    state.uri().place(),
                                    "the state of " + endpoint.pinInWords()
                                            + " is retained, and told with the next command only:"
                                            + " after a restart it may be wrong; tell it at the start, too (docs/gpio.md#output)"));
        }
    }

    /** What comes behind a step in its route and goes to a topic. */
    private static Stream<EndpointUse> after(RouteFile file, EndpointUse step) {
        return file.endpoints().stream()
                .filter(use -> use.route().equals(step.route()))
                .dropWhile(use -> use != step)
                .filter(use -> !use.consumes() && DeviceEndpoint.SCHEMES.contains(use.scheme()));
    }

    private boolean isToldAtTheStart(EndpointUse state) {
        return files.stream().anyMatch(file -> file.endpoints().stream()
                .filter(use -> !use.consumes()
                        && use.scheme().equals(state.scheme())
                        && scratch.resolve(use.path()).equals(scratch.resolve(state.path())))
                .flatMap(use -> use.route().stream())
                .anyMatch(route -> beginsAtTheStart(file, route)));
    }

    private boolean beginsAtTheStart(RouteFile file, RouteDeclared route) {
        return file.endpoints().stream()
                .filter(use ->
                        use.consumes() && use.route().filter(route::equals).isPresent())
                .anyMatch(use -> AT_THE_START.contains(use.scheme()) || scratch.isTrue(use, "initial"));
    }

    private boolean retains(RouteFile file, EndpointUse input) {
        return input.route().isPresent()
                && file.endpoints().stream()
                        .filter(use ->
                                use.route().equals(input.route()) && DeviceEndpoint.SCHEMES.contains(use.scheme()))
                        .anyMatch(use -> scratch.isTrue(use, "retained"));
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
                endpoint.pinInWords() + " is also "
                        + route(other) + "'s (" + other.uri().place()
                        + "): use another pin, or the same options; here it is " + options + ", there " + has);
    }

    private static String route(EndpointUse use) {
        return use.route().map(RouteDeclared::id).orElse("another route");
    }
}
