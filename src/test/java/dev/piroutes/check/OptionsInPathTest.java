package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import java.util.List;
import java.util.Map;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An endpoint whose URI is the component's name alone, as Kaoto and Camel's own examples write it. */
class OptionsInPathTest {

    @Test
    void theyAreThoseOfCamelsCatalogue() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
            catalog.setCamelContext(context);
            catalog.start();
            EndpointUse.optionsInPath().forEach((scheme, option) -> {
                String json = catalog.componentJSonSchema(scheme);
                assertThat(JsonMapper.generateComponentModel(json).getSyntax())
                        .as(scheme)
                        .startsWith(scheme + ":" + option);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpio, pin: 21, 21",
        "timer, timerName: t, t",
        "paho, topic: a/b, a/b",
        "direct, name: here, here",
        "kamelet, templateId: gpio-led-sink, gpio-led-sink",
        "cron, name: c, c",
        "platform-http, path: /a, /a",
        "vertx-http, httpUri: http://a, http://a",
        "gpio:21, pull: up, 21"
    })
    void areReadAsThePath(String uri, String parameter, String path) throws Exception {
        String text =
                "- route:\n    from:\n      uri: " + uri + "\n      parameters: {" + parameter + "}\n      steps: []\n";
        assertThat(RouteFile.read(new RouteSource("x", text)).endpoints())
                .extracting(EndpointUse::path)
                .containsExactly(path);
    }

    @ParameterizedTest
    @CsvSource({
        "gpio, pin: 99, gpio:99: no such pin",
        "timer, 'timerName: t, perod: 1', timer has no option perod; did you mean period?"
    })
    void aFaultInOneIsSeen(String uri, String parameters, String words) {
        String text = "- route:\n    from:\n      uri: " + uri + "\n      parameters: {" + parameters
                + "}\n      steps:\n        - log: x\n";
        assertThat(new Checker(Map.of()).check(List.of(new RouteSource("x", text))))
                .filteredOn(Finding::isError)
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith(words);
    }
}
