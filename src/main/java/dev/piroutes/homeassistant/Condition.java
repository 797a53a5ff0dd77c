package dev.piroutes.homeassistant;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a condition of a route that compares the body: {@code ==}, {@code in} and {@code regex}, joined by {@code ||}. */
final class Condition {
    private static final Pattern COMPARISON = Pattern.compile(
            "\\s*\\$\\{(?:body|bodyAs\\(String\\))}\\s*(==|in|regex)\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*");

    private Condition() {}

    /** The bodies that fulfil it; nothing if it is about anything else. */
    static Optional<Bodies> of(String simple) {
        Bodies all = Bodies.NONE;
        for (String part : parts(simple)) {
            Matcher matcher = COMPARISON.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String text = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            switch (matcher.group(1)) {
                case "==" -> all = all.or(Bodies.of(text));
                case "in" ->
                    all = all.or(Bodies.of(Arrays.stream(text.split(",")).map(String::strip)));
                default -> {
                    try {
                        all = all.or(new Bodies(
                                Bodies.NONE.literals(),
                                true,
                                Pattern.compile(text).asMatchPredicate()));
                    } catch (PatternSyntaxException e) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(all);
    }

    /** Splits at {@code ||}, but not within quotes. */
    private static String[] parts(String simple) {
        return simple.split("\\|\\|(?=(?:[^']*'[^']*')*[^']*$)");
    }
}
