package dev.piroutes.check;

import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.Word;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.URISupport;

/** What comes of the endpoints in route files: what is in a Kamelet, which pin it is, the whole URI. Nothing is started. */
public final class Wiring implements AutoCloseable {
    private final Scratch scratch;
    private final Kamelets kamelets;

    /** @param properties what the routes' placeholders will find when they run */
    public Wiring(Map<String, String> properties) {
        this(new Scratch(properties));
    }

    /** For who closes the scratch. */
    Wiring(Scratch scratch) {
        this.scratch = scratch;
        kamelets = new Kamelets(scratch);
    }

    Kamelets kamelets() {
        return kamelets;
    }

    /** The endpoints that come of one: those in a Kamelet, else itself. */
    public List<EndpointUse> endpoints(EndpointUse use) {
        List<EndpointUse> inner = use.scheme().equals("kamelet") ? kamelets.endpoints(use) : List.of();
        return inner.isEmpty() ? List.of(use) : inner;
    }

    /** The pin's endpoint as the route would get it; empty if it is no pin, or none that is known yet. */
    public Optional<GpioEndpoint> pin(EndpointUse use) {
        Map<String, Word> options = new LinkedHashMap<>(use.options());
        options.values().removeIf(option -> option.text().contains("${")); // of a toD: each message has its own
        Word uri = new Word(use.uri().text().split("\\?", 2)[0], use.uri().place());
        return pin(new EndpointUse(use.step(), uri, options, use.route()), wrong -> {});
    }

    /** The same, and why there is none. Making one touches no pin. */
    Optional<GpioEndpoint> pin(EndpointUse use, Consumer<RuntimeException> wrong) {
        if (!use.scheme().equals("gpio")) {
            return Optional.empty();
        }
        try {
            Optional<GpioEndpoint> pin = uri(use).map(uri -> scratch.context().getEndpoint(uri, GpioEndpoint.class));
            pin.ifPresent(ServiceHelper::initService);
            pin.ifPresent(endpoint -> endpoint.requireUse(use.consumes()));
            return pin;
        } catch (RuntimeCamelException | IllegalArgumentException e) {
            wrong.accept(e);
            return Optional.empty();
        }
    }

    /** The endpoint's URI with all its options, properties resolved; nothing while one is missing. */
    Optional<String> uri(EndpointUse use) {
        Map<String, Object> options = new LinkedHashMap<>();
        StringBuilder all = new StringBuilder(use.uri().text());
        use.parameters().forEach((name, word) -> {
            all.append(word.text());
            options.put(name, scratch.resolve(word.text()));
        });
        if (!scratch.missing(all.toString()).isEmpty()) {
            return Optional.empty();
        }
        if (!use.uri().text().contains(":") && !options.isEmpty()) {
            return fromParameters(use.scheme(), options);
        }
        // Only options are looked at: a # in a topic would be taken for a URI's fragment.
        String uri = scratch.resolve(use.uri().text()).replaceFirst("#(?=[^?]*(\\?|$))", "_");
        try {
            return Optional.of(options.isEmpty() ? uri : URISupport.appendParametersToURI(uri, options));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** As Camel's reader of YAML puts it together, where the component's name stands alone. */
    private Optional<String> fromParameters(String scheme, Map<String, Object> options) {
        EndpointUriFactory factory =
                scratch.context().getCamelContextExtension().getEndpointUriFactory(scheme);
        try {
            return factory == null ? Optional.empty() : Optional.of(factory.buildUri(scheme, options, false));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty(); // what is missing, Camel says
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
