package dev.piroutes.live;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Finds the place in a file that a failure of Camel is about. */
final class Blame {

    /** What a message quotes, or calls an option: where that stands, the mistake is. */
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]{2,})\"|has no option (\\S+?);|no class (\\S+?);");

    private Blame() {}

    static Problem of(Throwable failure, Source source, Function<Throwable, String> inWords) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof MarkedYamlEngineException yaml
                    && yaml.getProblemMark().isPresent()) {
                Mark mark = yaml.getProblemMark().get();
                return new Problem(source.name(), mark.getLine() + 1, mark.getColumn() + 1, yaml(yaml));
            }
        }
        String words = inWords.apply(innermost(failure));
        Matcher quoted = QUOTED.matcher(words);
        while (quoted.find()) {
            String token = Optional.ofNullable(quoted.group(1))
                    .or(() -> Optional.ofNullable(quoted.group(2)))
                    .orElseGet(() -> quoted.group(3));
            if (source.text().contains(token)) {
                return at(source, token, words);
            }
        }
        return Problem.of(source.name(), words);
    }

    /** A problem with something that stands in the file; the last place if there are several. */
    static Problem at(Source source, String token, String words) {
        int index = source.text().lastIndexOf(token);
        if (index < 0) {
            return Problem.of(source.name(), words);
        }
        String before = source.text().substring(0, index);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Problem(source.name(), line, index - before.lastIndexOf('\n'), words);
    }

    private static String yaml(MarkedYamlEngineException failure) {
        String problem = String.valueOf(failure.getProblem());
        String context = failure.getContext();
        return context == null || context.isBlank() ? problem : problem + " (" + context + ")";
    }

    /** The cause of it all, down to the first that says it in the program's own words. */
    private static Throwable innermost(Throwable failure) {
        Throwable t = failure;
        while (t.getCause() != null && !t.getClass().getName().startsWith("dev.piroutes.")) {
            t = t.getCause();
        }
        return t;
    }
}
