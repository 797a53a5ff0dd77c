package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Finds the place in a file that a failure of Camel is about, and says it in words. */
public final class Blame {

    /** How messages name what they are about, the surest first: where that stands, the mistake is. */
    private static final List<Pattern> NAMED = Stream.of(
                    "[\"']([^\"']{2,})[\"']",
                    "\\[\\{?([\\w.-]+)[\\]=]",
                    "\\((\\w+)=",
                    "(?:option|class|function|function:|detected:|for:) ([\\w.-]*\\w)",
                    "from the text: (\\S+)",
                    "gpio:(\\w+)")
            .map(Pattern::compile)
            .toList();

    /** As Camel names a step: {@code at: >>> Unmarshal[json] <<<}. */
    private static final Pattern STEP = Pattern.compile("at: >>> ([A-Z])(\\w+)\\[");

    private Blame() {}

    public static Finding of(Throwable failure, RouteSource source) {
        Optional<MarkedYamlEngineException> yaml = Reason.find(failure, MarkedYamlEngineException.class)
                .filter(e -> e.getProblemMark().isPresent());
        if (yaml.isPresent()) {
            Mark mark = yaml.get().getProblemMark().orElseThrow();
            return Finding.error(new Place(source.name(), mark.getLine() + 1, mark.getColumn() + 1), yaml(yaml.get()));
        }
        String words = Explain.inOneLine(Reason.innermost(failure));
        for (Pattern pattern : NAMED) {
            Matcher named = pattern.matcher(words);
            while (named.find()) {
                if (source.text().contains(named.group(1))) {
                    return at(source, named.group(1), words);
                }
            }
        }
        return step(failure)
                .filter(source.text()::contains)
                .or(() -> routeId(failure))
                .map(token -> at(source, token, words))
                .orElseGet(() -> Finding.error(source.name(), words));
    }

    /** The keyword of the step that Camel could not make. */
    private static Optional<String> step(Throwable failure) {
        return Reason.find(failure, FailedToCreateRouteException.class)
                .map(e -> STEP.matcher(String.valueOf(e.getMessage())))
                .filter(Matcher::find)
                .map(found -> found.group(1).toLowerCase(Locale.ROOT) + found.group(2) + ":");
    }

    /** The route that Camel could not make or start. */
    static Optional<String> routeId(Throwable failure) {
        return Reason.find(failure, FailedToCreateRouteException.class)
                .map(FailedToCreateRouteException::getRouteId)
                .or(() -> Reason.find(failure, FailedToStartRouteException.class)
                        .map(FailedToStartRouteException::getRouteId));
    }

    /** A problem with something that stands in the file; the last place if there are several. */
    static Finding at(RouteSource source, String token, String words) {
        int index = source.text().lastIndexOf(token);
        if (index < 0) {
            return Finding.error(source.name(), words);
        }
        String before = source.text().substring(0, index);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return Finding.error(new Place(source.name(), line, index - before.lastIndexOf('\n')), words);
    }

    private static String yaml(MarkedYamlEngineException failure) {
        String problem = String.valueOf(failure.getProblem());
        String context = failure.getContext();
        return context == null || context.isBlank() ? problem : problem + " (" + context + ")";
    }
}
