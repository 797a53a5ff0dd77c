package dev.piroutes.check;

import dev.piroutes.source.EndpointUse;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.URISupport;

/** Puts together what the YAML has in two places. */
final class Endpoints {

    private Endpoints() {}

    /** The endpoint's URI with all its options, properties resolved; nothing while one is missing. */
    static Optional<String> uri(EndpointUse use, Scratch scratch) {
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
            return fromParameters(use.scheme(), options, scratch);
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
    private static Optional<String> fromParameters(String scheme, Map<String, Object> options, Scratch scratch) {
        EndpointUriFactory factory =
                scratch.context().getCamelContextExtension().getEndpointUriFactory(scheme);
        try {
            return factory == null ? Optional.empty() : Optional.of(factory.buildUri(scheme, options, false));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty(); // what is missing, Camel says
        }
    }
}
