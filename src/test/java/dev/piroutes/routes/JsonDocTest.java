package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/json.md says of Camel. */
class JsonDocTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "${variable.t} > 25,                  false, true",
        "${variable.t} > 25.0,                true,  true",
        "${variable.t} == 25,                 true,  false",
        "${variable.t} <= 25,                 true,  false",
        "${variable.t} range '20..25',        true,  false",
        "${variable.t} == 25.0,               false, false",
        "${variable.t} <= 25.0,               false, false",
        "${bodyAs(Double)} > 25,              false, false",
        "${variable.t} > ${variable.whole},   false, true",
        "${variable.t} > ${variable.decimal}, true,  true"
    })
    void aWholeNumberOnTheRightCutsTheDecimalsOff(String predicate, boolean ofNumber, boolean ofText) {
        assertThat(matches(predicate, 25.5)).isEqualTo(ofNumber);
        assertThat(matches(predicate, "25.5")).isEqualTo(ofText);
    }

    private boolean matches(String predicate, Object value) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(value);
        exchange.setVariable("t", value);
        exchange.setVariable("whole", "25");
        exchange.setVariable("decimal", "25.0");
        return context.resolveLanguage("simple").createPredicate(predicate).matches(exchange);
    }

    @ParameterizedTest
    @CsvSource({"25.5, true", "25, false", "26, true", "'\"25.5\"', false", "null, false"})
    void inJsonpathNumbersAreNumbers(String value, boolean above) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("{\"t\": " + value + "}");
        assertThat(context.resolveLanguage("jsonpath")
                        .createPredicate("$[?(@.t > 25)]")
                        .matches(exchange))
                .isEqualTo(above);
    }

    @Test
    void allOfItIsReadChangedAndWritten() throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        ResourceHelper.fromString(
                                "json.camel.yaml",
                                """
                                - route:
                                    from:
                                      uri: direct:in
                                      steps:
                                        - unmarshal: {json: {}}
                                        - script: {simple: {expression: "${body.put('name', ${variable.name})}"}}
                                        - marshal: {json: {}}
                                """));
        Exchange exchange = context.createProducerTemplate().request("direct:in", in -> {
            in.getMessage().setBody("{\"t\":25.5}".getBytes());
            in.setVariable("name", "a \"fan\"");
        });
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("{\"t\":25.5,\"name\":\"a \\\"fan\\\"\"}");
    }
}
