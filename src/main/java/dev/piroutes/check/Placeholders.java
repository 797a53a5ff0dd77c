package dev.piroutes.check;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The placeholders in a text, {@code {{name}}}. */
public final class Placeholders {

    /**
     * {@code {{name}}}, {@code {{name:default}}}, {@code {{?name}}}; a backslash before it makes it a text. Group 1 is the mark
     * before the name, or empty, 2 the name, 3 the default with its colon, or null.
     */
    public static final Pattern PATTERN = Pattern.compile("(?<!\\\\)\\{\\{([?!]?)([A-Za-z0-9_.-]+)(:[^}]*)?}}");

    /** Functions of Camel's: {@code {{env:HOME}}}. */
    private static final Set<String> FUNCTIONS =
            Set.of("env", "sys", "service", "service.host", "service.port", "bean");

    /** {@code {{name}/x} or {@code {name}}/x}; what a JSON text has between its braces begins with a quote. */
    private static final Pattern LOPSIDED =
            Pattern.compile("(?<![\\\\{$\\w])(?:\\{\\{[?!]?([A-Za-z0-9_.-]++)(?::[^{}]*+)?"
                    + "(?=}(?!})|[^{}]*\\z)|\\{([A-Za-z0-9_.-]++)}})");

    private Placeholders() {}

    /** Those in the text that stand for a property. */
    public static Stream<MatchResult> ofProperties(String text) {
        return PATTERN.matcher(text).results().filter(found -> !isFunction(found));
    }

    /** Whether it asks a function, which has a colon: without one the word is a property's name. */
    public static boolean isFunction(MatchResult found) {
        return found.group(3) != null && FUNCTIONS.contains(found.group(2));
    }

    /** The name of the first property in the text that has lost a brace on one side. */
    static Optional<String> lopsided(String text) {
        Matcher matcher = LOPSIDED.matcher(text);
        return matcher.find()
                ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                : Optional.empty();
    }
}
