package dev.piroutes.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.piroutes.files.Reason;
import dev.piroutes.kit.LogLines;
import dev.piroutes.virtualtime.VirtualTime;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The component as a device's YAML file uses it, in virtual time. */
class SensorRoutesTest {
    private static final String NAME = "iio:bme280/temperature";

    private final VirtualTime time = new VirtualTime();
    private final VirtualSensors sensors = new VirtualSensors();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Message> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        context.getRegistry().bind("sensors", sensors);
        context.getRegistry().bind("seen", (org.apache.camel.Processor)
                exchange -> seen.add(exchange.getMessage().copy()));
        time.install(context);
        context.start();
    }

    @AfterEach
    void close() {
        context.stop();
    }

    private void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("climate.camel.yaml", yaml));
        time.settle();
    }

    private void read(String parameters) throws Exception {
        load(
                """
                - route:
                    id: climate
                    from:
                      uri: sensor:iio:bme280/temperature
                      parameters: {%s}
                      steps:
                        - process: {ref: seen}
                """
                        .formatted(parameters));
    }

    private List<String> bodies() {
        return seen.stream().map(message -> message.getBody(String.class)).toList();
    }

    @Test
    void aValueIsToldAtTheStartAndOncePerPeriod() throws Exception {
        sensors.measure(NAME, 21.4375);
        read("period: 5s");

        assertThat(bodies()).containsExactly("21.44");
        sensors.measure(NAME, 22);
        time.advance(4_999);
        assertThat(bodies()).hasSize(1);
        time.advance(1);
        assertThat(bodies()).containsExactly("21.44", "22.00");
        assertThat(seen.get(1).getHeader(SensorConstants.VALUE)).isEqualTo(new BigDecimal("22.00"));
        assertThat(seen.get(1).getHeader(SensorConstants.UNIT)).isEqualTo("°C");
        assertThat(seen.get(1).getHeader(SensorConstants.NAME)).isEqualTo(NAME);
        assertThat(seen.get(1).getHeader(SensorConstants.MESSAGE_TIMESTAMP)).isInstanceOf(Long.class);
    }

    @Test
    void aMeanIsReadAllOverThePeriod() throws Exception {
        sensors.measure(NAME, 20);
        read("period: 10s, samples: 2");

        sensors.measure(NAME, 21);
        time.advance(5_000);
        assertThat(bodies()).containsExactly("20.50");
    }

    @Test
    void whatHasNoValueIsLeftOutAndSaidOnce() throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.sensor")) {
            read("period: 1s");
            sensors.fail(NAME, "it answered 85 °C");
            time.advance(2_000);
            assertThat(log.lines()).as("two alone happen").isEmpty();
            time.advance(8_000);
            assertThat(log.lines()).singleElement().asString().contains(NAME + ": it answered 85 °C");

            sensors.measure(NAME, 30);
            time.advance(2_000);

            assertThat(bodies()).containsExactly("20.00", "30.00", "30.00");
            assertThat(log.lines()).hasSize(2).last().asString().contains("has values again");
        }
        SensorStatus status = SensorStatus.of(context).get(0);
        assertThat(status.good()).isEqualTo(3);
        assertThat(status.bad()).isEqualTo(10);
        assertThat(status.problem()).isNull();
        assertThat(status.value()).isEqualByComparingTo("30");
    }

    @Test
    void aRouteReadsWhenItWantsTo() throws Exception {
        load(
                """
                - route:
                    id: ask
                    from:
                      uri: direct:ask
                      steps:
                        - poll: {uri: "sensor:iio:bme280/temperature", parameters: {decimals: 1}}
                """);
        sensors.measure(NAME, 21.46);

        assertThat(ask()).isEqualTo("21.5");
        sensors.fail(NAME, "it does not answer");
        assertThatThrownBy(this::ask)
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("sensor:" + NAME + ": it does not answer");
    }

    private String ask() {
        return context.createFluentProducerTemplate().to("direct:ask").request(String.class);
    }

    @Test
    void numbersAreComparedAsNumbers() throws Exception {
        load(
                """
                - route:
                    id: fan
                    from:
                      uri: sensor:iio:bme280/temperature
                      parameters: {period: 1s}
                      steps:
                        - filter:
                            simple: {expression: "${body} > 25"}
                            steps:
                              - process: {ref: seen}
                """);
        for (double value : new double[] {24.9, 25, 25.5, 9.5, 100}) {
            sensors.measure(NAME, value);
            time.advance(1_000);
        }

        assertThat(bodies()).containsExactly("25.50", "100.00");
    }

    @Test
    void twoRoutesReadOneSensor() throws Exception {
        load(
                """
                - route:
                    id: one
                    from: {uri: "sensor:iio:bme280/temperature", steps: [{process: {ref: seen}}]}
                - route:
                    id: two
                    from: {uri: "sensor:iio:bme280/temperature", steps: [{process: {ref: seen}}]}
                """);

        assertThat(bodies()).containsExactly("20.00", "20.00");
    }

    @Test
    void aRouteThatIsSuspendedReadsNothing() throws Exception {
        read("period: 1s");
        context.getRouteController().suspendRoute("climate");
        time.advance(5_000);
        assertThat(bodies()).hasSize(1);

        context.getRouteController().resumeRoute("climate");
        time.advance(500);
        assertThat(bodies()).hasSize(2);
    }

    @Test
    void aRouteThatFailsReadsOn() throws Exception {
        load(
                """
                - route:
                    id: climate
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: sensor:iio:bme280/temperature
                      parameters: {period: 1s}
                      steps:
                        - process: {ref: seen}
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: no}
                """);
        time.advance(2_000);

        assertThat(bodies()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "period: 0 | period must be more than 0, but was 0ms",
                "samples: 0 | samples must be 1 to 1000, but was 0",
                "deadBand: -1 | deadBand must be 0 or more, but was -1.0",
                "decimals: 7 | decimals must be 0 to 6, but was 7",
                "'period: 5ms, samples: 10' | samples must leave a millisecond for each, but were 10 in 5ms"
            })
    void limitsAreNamed(String parameters, String message) {
        assertThat(Reason.of(Reason.root(catchThrowable(() -> read(parameters)))))
                .isEqualTo("sensor:" + NAME + ": " + message);
    }

    @Test
    void aSensorTakesNoMessages() {
        assertThatThrownBy(
                        () -> load(
                                """
                        - route:
                            id: wrong
                            from: {uri: direct:a, steps: [{to: {uri: "sensor:thermal:cpu"}}]}
                        """))
                .hasRootCauseMessage(
                        "sensor:thermal:cpu: a sensor takes no messages; read it with from, poll or pollEnrich");
    }
}
