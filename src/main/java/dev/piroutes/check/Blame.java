package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
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

    private static final Pattern LINE = Pattern.compile("\\(source: [^)\\s]*:(\\d+)\\)");

    private Blame() {}

    public static Finding of(Throwable failure, RouteSource source) {
        Optional<MarkedYamlEngineException> yaml = Reason.find(failure, MarkedYamlEngineException.class)
                .filter(e -> e.getProblemMark().isPresent());
        Mark mark = yaml.flatMap(MarkedYamlEngineException::getProblemMark).orElse(null);
        if (mark != null && isIn(source, mark)) {
            return Finding.error(
                    new Place(source.name(), mark.getLine() + 1, mark.getColumn() + 1), yaml(yaml.orElseThrow()));
        }
        Throwable innermost = Reason.innermost(failure);
        String words = mark == null
                ? Explain.inOneLine(innermost)
                : "the file of a Kamelet that is used here cannot be read, line " + (mark.getLine() + 1) + ": "
                        + yaml(yaml.orElseThrow());
        // Looked for in the file, and not repeated: it may have values of settings in it.
        String said = String.valueOf(innermost.getMessage());
        return Stream.<Predicate<String>>of(token -> index(source, token) >= 0, source.text()::contains)
                .flatMap(stands -> named(words + " " + said).filter(stands))
                .findFirst()
                .or(() -> step(failure).filter(source.text()::contains))
                .map(token -> at(source, token, words))
                .or(() -> routeId(failure).filter(id -> index(source, id) >= 0).map(id -> atRoute(source, id, words)))
                .or(() -> line(failure).map(line -> Finding.error(new Place(source.name(), line, 0), words)))
                .orElseGet(() -> Finding.error(source.name(), words));
    }

    /** The text around a mark says which file it is in: it has the name of none. */
    private static boolean isIn(RouteSource source, Mark mark) {
        int[] text = mark.getBuffer();
        return source.text().contains(new String(text, 0, text.length).replace("\0", ""));
    }

    private static Stream<String> named(String words) {
        return NAMED.stream()
                .flatMap(pattern -> pattern.matcher(words).results())
                .map(named -> named.group(1));
    }

    /** The keyword of the step that Camel could not make. */
    private static Optional<String> step(Throwable failure) {
        return Reason.find(failure, FailedToCreateRouteException.class)
                .map(e -> STEP.matcher(String.valueOf(e.getMessage())))
                .filter(Matcher::find)
                .map(found -> found.group(1).toLowerCase(Locale.ROOT) + found.group(2) + ":");
    }

    /** Where a route without an id begins. */
    private static Optional<Integer> line(Throwable failure) {
        return Reason.chain(failure).stream()
                .flatMap(e -> LINE.matcher(String.valueOf(e.getMessage())).results())
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst();
    }

    /** The route that Camel could not make or start. */
    static Optional<String> routeId(Throwable failure) {
        return Reason.find(failure, FailedToCreateRouteException.class)
                .map(FailedToCreateRouteException::getRouteId)
                .or(() -> Reason.find(failure, FailedToStartRouteException.class)
                        .map(FailedToStartRouteException::getRouteId));
    }

    private static Finding atRoute(RouteSource source, String id, String words) {
        Matcher line = Pattern.compile("(?m)^[ -]*id: *[\"']?(" + Pattern.quote(id) + ")[\"']? *(#.*)?$")
                .matcher(source.text());
        return line.find() ? at(source, line.start(1), words) : at(source, id, words);
    }

    /** A problem with something that stands in the file: as a word, or within one; the last place if there are several. */
    static Finding at(RouteSource source, String token, String words) {
        int word = index(source, token);
        int index = word >= 0 ? word : source.text().lastIndexOf(token);
        return index < 0 ? Finding.error(source.name(), words) : at(source, index, words);
    }

    /** Where it stands as a word of its own, the last time; or -1. */
    private static int index(RouteSource source, String token) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(token) + "(?![\\w-])")
                .matcher(source.text())
                .results()
                .mapToInt(MatchResult::start)
                .max()
                .orElse(-1);
    }

    private static Finding at(RouteSource source, int index, String words) {
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
