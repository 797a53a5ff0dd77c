package dev.piroutes.live;

import dev.piroutes.files.Reason;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Finds the place in a file that a failure of Camel is about. */
final class Blame {

    /** How messages name what they are about, the surest first: where that stands, the mistake is. */
    private static final List<Pattern> NAMED = Stream.of(
                    "[\"']([^\"']{2,})[\"']",
                    "\\[\\{?([\\w.-]+)[\\]=]",
                    "\\((\\w+)=",
                    "(?:option|class|detected:|for:) ([\\w.-]*\\w)",
                    "gpio:(\\w+)")
            .map(Pattern::compile)
            .toList();

    private Blame() {}

    static Finding of(Throwable failure, RouteSource source, Function<Throwable, String> inWords) {
        Optional<MarkedYamlEngineException> yaml = Reason.find(failure, MarkedYamlEngineException.class)
                .filter(e -> e.getProblemMark().isPresent());
        if (yaml.isPresent()) {
            Mark mark = yaml.get().getProblemMark().orElseThrow();
            return Finding.error(new Place(source.name(), mark.getLine() + 1, mark.getColumn() + 1), yaml(yaml.get()));
        }
        String words = inWords.apply(Reason.innermost(failure));
        for (Pattern pattern : NAMED) {
            Matcher named = pattern.matcher(words);
            while (named.find()) {
                if (source.text().contains(named.group(1))) {
                    return at(source, named.group(1), words);
                }
            }
        }
        return Finding.error(source.name(), words);
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
