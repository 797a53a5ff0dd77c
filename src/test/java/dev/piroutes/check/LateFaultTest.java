package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Camel starts with and only sees when a message comes: an error where no message gets past it, else a warning. */
class LateFaultTest {

    private static final String FRAME =
            """
            - route:
                id: word
                description: Speaks
                from:
                  uri: direct:word
                  steps:
                    - STEP
            - beans:
                - {name: lamp, type: dev.piroutes.mqtt.MqttDevice, properties: {clientId: Lamp}}
                - {name: ids, type: org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository}
                - {name: last, type: org.apache.camel.processor.aggregate.UseLatestAggregationStrategy}
            """;

    private static final byte[] BYTES = "text".getBytes(StandardCharsets.UTF_8);

    private static RouteSource file(String step) {
        return new RouteSource("x.camel.yaml", FRAME.replace("STEP", step));
    }

    private static RouteSource simple(String expression) {
        return file("setBody: {id: a, simple: {expression: \"" + expression + "\"}}");
    }

    private static List<Finding> found(RouteSource file) {
        return new Checker(Map.of("known", "x"))
                .check(List.of(file)).stream()
                        .filter(finding -> finding.severity() != Severity.HINT)
                        .toList();
    }

    private static void isSeen(RouteSource file, String words) {
        assertThat(found(file)).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).as(finding.toString()).isTrue();
            assertThat(finding.place().line()).isEqualTo(7);
            assertThat(finding.message()).contains(words);
        });
        assertThat(PlainCamel.endings(file, "direct:word", "text", BYTES, 7))
                .as("Camel starts, and every message fails")
                .hasSize(3)
                .noneMatch(String::isEmpty);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ${date:noww}                       | ${date:noww}: there is no moment noww; did you mean now?
            ${date:yesterday:HH}               | write one of now, exchangeCreated, header.name
            ${date:now:yyyy-qq}                | Illegal pattern character 'q'; write for example ${date:now:yyyy-MM-dd HH:mm:ss}
            a ${date:now-1h:b} c               | Illegal pattern character 'b'
            ${date-with-timezone:noww:UTC:HH}  | did you mean now?
            ${date-with-timezone:now:UTC:q}    | Illegal pattern character 'q'
            ${random(a,b)}                     | For input string: "a"; write ${random(min,max)}
            ${random(5,1)}                     | bound must be positive
            ${substring(a)}                    | For input string: "a"; write ${substring(head,tail)}
            ${hash(abc,SHA-1000)}              | SHA-1000 MessageDigest not available; write ${hash(exp,algorithm)}
            ${empty(lst)}                      | unknown type; write ${empty(type)}
            ${properties:no.such}              | no.such
            ${iif(${body} == 1,a)}             | a value is missing; write ${iif(predicate,trueExp,falseExp)}
            ${bodyAs(Strng)}                   | there is no class Strng; did you mean String?
            ${mandatoryBodyAs(Itneger)}        | did you mean Integer?
            ${messageAs(Strng)}                | there is no class Strng
            ${headerAs(a,Strng)}               | there is no class Strng
            ${variableAs(a,Strng)}             | there is no class Strng
            ${type:java.lang.Integr.MAX_VALUE} | there is no class java.lang.Integr.MAX_VALUE
            ${body.toUpper(}                   | ${body.toUpper(}: a ) is missing; write ${body.toUpper()}
            ${body.substring(1}                | write ${body.substring(1)}
            ${body.substring(1))}              | there is a ) too many
            ${bodyAs(String).toUpper()}        | there is no method toUpper of String; did you mean toUpperCase?
            ${exchange.getFromRoutId}          | there is no method getFromRoutId of DefaultExchange; did you mean getFromRouteId?
            ${camelContext.nam}                | there is no method nam of
            """)
    void aFunction(String expression, String words) {
        isSeen(simple(expression), words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            delay: {id: a, constant: {expression: soon}}                 | delay must be a whole number of milliseconds, but was "soon"
            delay: {id: a, expression: {constant: {expression: 10ms}}}   | write 10
            delay: {id: a, simple: {expression: soon}}                   | but was "soon"
            throttle: {id: a, constant: {expression: many}}              | throttle must be a whole number, but was "many"
            loop: {id: a, constant: {expression: often}, steps: [{log: {id: b, message: x}}]} | loop must be a whole number, but was "often"
            aggregate: {id: a, correlationExpression: {constant: {expression: "1"}}, aggregationStrategy: "#last", completionTimeoutExpression: {constant: {expression: 1s}}, steps: [{log: {id: b, message: x}}]} | completionTimeoutExpression must be a whole number of milliseconds, but was "1s"; write 1000
            aggregate: {id: a, correlationExpression: {constant: {expression: "1"}}, aggregationStrategy: "#last", completionSizeExpression: {constant: {expression: many}}, steps: [{log: {id: b, message: x}}]} | completionSizeExpression must be a whole number, but was "many"
            filter: {id: a, simple: {expression: "${body} regex '['"}, steps: [{log: {id: b, message: x}}]} | regex '[': Unclosed character class
            filter: {id: a, simple: {expression: "${body} range '1-5'"}, steps: [{log: {id: b, message: x}}]} | range '1-5': range operator is not valid
            filter: {id: a, simple: {expression: "${body} is 'Strng'"}, steps: [{log: {id: b, message: x}}]} | is 'Strng': is operator cannot find class with name: Strng
            toD: {id: a, uri: "log:${date:noww}"}                        | did you mean now?
            toD: {id: a, uri: log, parameters: {loggerName: "${date:noww}"}} | did you mean now?
            throwException: {id: a, exceptionType: java.lang.IllegalStateException, message: "${date:noww}"} | did you mean now?
            """)
    void aStep(String step, String words) {
        isSeen(file(step), words);
    }

    /** It goes on, or may, and not as is meant. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            setBody: {id: a, simple: {expression: "${body.toUpper()}"}}   | a text has no method toUpper; did you mean toUpperCase?
            setBody: {id: a, simple: {expression: "${exchange.message.bodyy}"}} | there is no method bodyy of Message; did you mean
            setBody: {id: a, simple: {expression: "${date:now+1x:HH}"}}   | "1x" is no duration, and is left out; write for example now+1h30m
            setBody: {id: a, simple: {expression: "${date-with-timezone:now:Europ/Berlin:HH}"}} | there is no time zone Europ/Berlin, and GMT is taken; did you mean Europe/Berlin?
            filter: {id: a, constant: {expression: maybe}, steps: [{log: {id: b, message: x}}]} | always true
            enrich: {id: a, constant: {expression: "sedda:x"}}            | there is no component sedda; did you mean seda?
            recipientList: {id: a, simple: {expression: "mqtt:x"}}        | there is no component mqtt; did you mean paho?
            idempotentConsumer: {id: a, constant: {expression: x}, idempotentRepository: "#ids", steps: [{log: {id: b, message: x}}]} | every message has the id "x"
            """)
    void aWarning(String step, String words) {
        assertThat(found(file(step))).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).as(finding.toString()).isFalse();
            assertThat(finding.message()).contains(words);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${date:now} ${date:now-5m:HH:mm} ${date:now+1h-30m} ${date:exchangeCreated:yyyy}",
                "${date:header.x} ${date:variable.x} ${date:file:yyyy}",
                "${date:now:${header.pattern}} ${date:${header.when}:HH}",
                "${date-with-timezone:now:Europe/Berlin:HH:mm} ${date-with-timezone:now:GMT+2:HH} ${date-with-timezone:now:UTC:HH}",
                "${random(1,6)} ${random(6)} ${random(1,${body})} ${substring(1,-2)} ${substring(${header.n})}",
                "${hash(${body})} ${hash(abc,MD5)} ${empty(list)} ${collate(3)} ${skip(1)} ${uuid} ${uuid(short)}",
                "${properties:known} ${properties:no.such:x}",
                "${iif(${body} == 1,a,b)} ${iif(${body} == 'a, b',x,y)}",
                "${bodyAs(String)} ${bodyAs(byte[])} ${mandatoryBodyAs(java.lang.Integer)} ${headerAs(a,int)}",
                "${type:java.lang.Integer.MAX_VALUE} ${type:org.apache.camel.Exchange.FILE_NAME}",
                "${body.toUpperCase()} ${body.size} ${body.name} ${body.get(0)} ${body[0]} ${body.values()}",
                "${body.replace('(','')} ${body.substring(${header.n})} ${bodyAs(String).trim().length()}",
                "${bodyAs(String).bytes.length} ${bodyAs(String).class} ${bodyAs(java.util.Map).anything}",
                "${header.my-thing} ${header.a.toUpperCase()} ${headers.size} ${header[my.thing]} ${variable.a.b}",
                "${exchange.fromRouteId} ${exchange.message.body} ${exchange.fromEndpoint.endpointUri}",
                "${exception.message} ${exception.statusCode} ${camelContext.name} ${exchangeProperty.a.b}",
                "${bean:lamp.getClientId} $simple{body} {\\\"a\\\":{\\\"b\\\":1} }",
            })
    void isFine(String expression) {
        assertThat(found(simple(expression))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay: {id: a, constant: {expression: \"10\"}}",
                "delay: {id: a, constant: {expression: \"{{wait:5}}\"}}",
                "delay: {id: a, simple: {expression: \"${header.wait}\"}}",
                "loop: {id: a, doWhile: true, simple: {expression: \"${body} == 'z'\"}, steps: [{log: {id: b, message: x}}]}",
                "filter: {id: a, simple: {expression: \"${body} regex '[a-z]+' || ${body} range '1..5'\"}, steps: [{log: {id: b, message: x}}]}",
                "filter: {id: a, constant: {expression: \"true\"}, steps: [{log: {id: b, message: x}}]}",
                "setBody: {id: a, constant: {expression: \"${date:noww}\"}}",
                "log: {id: a, message: \"${body}: ${date:now:HH:mm}\"}",
                "sample: {id: a, samplePeriod: 1h30m}",
                "recipientList: {id: a, constant: {expression: \"log:x,log:y\"}}",
                "pollEnrich: {id: a, constant: {expression: \"seda:x?size=2\"}, timeout: \"1\"}",
            })
    void isFineIn(String step) {
        assertThat(found(file(step))).isEmpty();
    }

    /** Camel does not start with it, and says a place in a text only. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sample: {id: a, samplePeriod: soon} | samplePeriod
            throttle: {id: a, constant: {expression: "3"}, timePeriodMillis: soon} | timePeriodMillis
            pollEnrich: {id: a, constant: {expression: "seda:x"}, timeout: soon} | timeout
            resequence: {id: a, simple: {expression: "${body}"}, streamConfig: {timeout: soon}, steps: [{log: {id: b, message: x}}]} | timeout
            """)
    void aDuration(String step, String option) {
        RouteSource file = file(step);
        assertThat(found(file))
                .singleElement()
                .hasToString(
                        "x.camel.yaml:7:" + (file.text().lines().toList().get(6).indexOf("soon") + 1) + ": error: "
                                + option + " must be a duration such as 500ms, 30s or 5m, but was \"soon\"");
        assertThat(PlainCamel.refuses(Map.of(), file)).isPresent();
    }
}
