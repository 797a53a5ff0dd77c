package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Camel starts has no error, and what it does not start has one. */
class AgreementIT {

    private static final Map<String, String> PROPERTIES = Map.of("lab.root", "csc2106");

    /** Files of which check says otherwise, and why; also where something else is spoilt in them. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "gpio output that is not told", "it starts, and each message fails: the pin has no action",
            "delay short, type spoilt", "it starts, and each message fails: what it waits is no number",
            "aggregate with a size expression, type spoilt", "it starts, and each message fails: the size is no number",
            "a QoS of 3", "it starts, and the broker closes the connection at each attempt",
            "a wildcard in a topic to publish to", "it starts, and the broker closes the connection at each message",
            "a wildcard within a level", "it starts, and the broker refuses the subscription",
            "beans, two of one name", "Camel takes the later one, in silence: of two devices one would be gone",
            "paho to a topic of each message, key spoilt", "it starts, and each message fails: it has no device",
            "rest without a consumer", "whether there is a server is the machine's: camel.server.enabled");

    @Tag("full")
    @Test
    void checkSaysWhatCamelDoes() throws IOException {
        Checker checker = new Checker(PROPERTIES);
        List<RouteSource> all = new ArrayList<>(Corpus.files());
        all.addAll(Corpus.spoilt(4));
        assertThat(all).hasSizeGreaterThan(1_000);
        Map<String, String> otherwise = new TreeMap<>();
        int agreed = 0;
        for (RouteSource named : all) {
            RouteSource file = new RouteSource("case.camel.yaml", named.text());
            String camel =
                    PlainCamel.refuses(PROPERTIES, file).map(Explain::inOneLine).orElse("");
            String check = checker.check(List.of(file)).stream()
                    .filter(Finding::isError)
                    .map(Finding::toString)
                    .findFirst()
                    .orElse("");
            if (camel.isEmpty() == check.isEmpty()) {
                agreed++;
            } else if (EXCEPTIONS.keySet().stream().noneMatch(named.name()::startsWith)) {
                otherwise.put(named.name(), camel.isEmpty() ? "starts, but: " + check : "does not start: " + camel);
            }
        }
        System.out.printf("check says what Camel does of %d of %d files%n", agreed, all.size());
        assertThat(otherwise).isEmpty();
    }
}
