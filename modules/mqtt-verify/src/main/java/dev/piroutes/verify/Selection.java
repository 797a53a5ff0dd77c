package dev.piroutes.verify;

import dev.piroutes.source.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which checks are made. A name means the check, or all whose names begin with it: {@code press} is {@code press-toggle}, too.
 *
 * @param only these; empty: all
 * @param skip not these
 */
public record Selection(List<String> only, List<String> skip) {

    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), List.of());

    boolean wants(String check) {
        return (only.isEmpty() || only.stream().anyMatch(name -> isMeant(name, check))) && !skips(check);
    }

    /** Whether it is named among those not to be made, so that others that need it cannot be made either. */
    boolean skips(String check) {
        return skip.stream().anyMatch(name -> isMeant(name, check));
    }

    private static boolean isMeant(String name, String check) {
        return check.equals(name) || check.startsWith(name + "-");
    }

    /** What is wrong with a name that means none of the checks, in one line. */
    Optional<String> fault(Collection<String> checks) {
        return Stream.concat(only.stream(), skip.stream())
                .filter(name -> checks.stream().noneMatch(check -> isMeant(name, check)))
                .findFirst()
                .map(name -> "there is no check \"" + name + "\"" + Suggestion.didYouMean(name, checks) + " (there are "
                        + String.join(", ", checks) + ")");
    }
}
