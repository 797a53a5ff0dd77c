package dev.piroutes.check;

import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.RouteDeclared;
import dev.piroutes.source.RouteFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.service.ServiceHelper;

/** Pins: that there are such, and that the routes that share one want the same of it. */
final class PinCheck {

    private record Claim(EndpointUse use, Object options) {}

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Findings findings;
    private final Map<Integer, Claim> claims = new HashMap<>();

    PinCheck(List<RouteFile> files, Scratch scratch, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.findings = findings;
    }

    void check() {
        for (RouteFile file : files) {
            for (EndpointUse use : file.endpoints()) {
                if (use.scheme().equals("gpio") && !use.isDynamic()) {
                    endpoint(use).ifPresent(endpoint -> claim(use, endpoint));
                }
            }
        }
    }

    /** The endpoint as the route would get it. Making one touches no pin. */
    private Optional<GpioEndpoint> endpoint(EndpointUse use) {
        Optional<String> uri = Endpoints.uri(use, scratch);
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        try {
            GpioEndpoint endpoint = scratch.context().getEndpoint(uri.get(), GpioEndpoint.class);
            ServiceHelper.initService(endpoint);
            return Optional.of(endpoint);
        } catch (RuntimeCamelException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            if (root instanceof IllegalArgumentException) {
                String message = String.valueOf(root.getMessage());
                String option = use.parameters().keySet().stream()
                        .filter(name -> message.contains(": " + name + " must"))
                        .findFirst()
                        .orElse("");
                findings.error(use.placeOf(option), message);
            }
            return Optional.empty(); // what else can be wrong has been said by who checks options
        }
    }

    private void claim(EndpointUse use, GpioEndpoint endpoint) {
        endpoint.sharedOptions(use.consumes()).ifPresent(options -> {
            Claim first = claims.putIfAbsent(endpoint.getPinNumber(), new Claim(use, options));
            if (first != null && !first.options().equals(options)) {
                findings.error(
                        use.uri().place(),
                        "gpio:" + endpoint.getPinNumber() + " (header pin " + endpoint.getHeaderPin() + "): "
                                + route(use)
                                + " wants it as " + options + ", but " + route(first.use()) + " at "
                                + first.use().uri().place() + " has it as " + first.options()
                                + "; use another pin, or the same options");
            }
        });
    }

    private static String route(EndpointUse use) {
        return use.route().map(RouteDeclared::id).orElse("another route");
    }
}
