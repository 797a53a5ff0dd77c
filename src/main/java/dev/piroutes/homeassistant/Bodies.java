package dev.piroutes.homeassistant;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a message's body can be at one step of a route.
 *
 * @param literals bodies that are known by name
 * @param open whether it can be others, too
 * @param others which others, if it is open
 */
record Bodies(Set<String> literals, boolean open, Predicate<String> others) {

    /** Anything: nothing is known. */
    static final Bodies ANY = new Bodies(Set.of(), true, body -> true);

    /** None at all: no message comes here. */
    static final Bodies NONE = of();

    static Bodies of(String... literals) {
        return new Bodies(new LinkedHashSet<>(Set.of(literals)), false, body -> false);
    }

    static Bodies of(Stream<String> literals) {
        return new Bodies(literals.collect(Collectors.toCollection(LinkedHashSet::new)), false, body -> false);
    }

    boolean canBe(String body) {
        return literals.contains(body) || open && others.test(body);
    }

    /** Whether it is one of some that are all known, and of these. */
    boolean isAmong(Set<String> wanted) {
        return !open && !literals.isEmpty() && wanted.containsAll(literals);
    }

    Bodies and(Bodies other) {
        Stream<String> both = Stream.concat(
                        literals.stream().filter(other::canBe),
                        other.literals.stream().filter(this::canBe))
                .distinct();
        if (!open || !other.open) {
            return of(both);
        }
        return new Bodies(of(both).literals, true, others.and(other.others));
    }

    Bodies or(Bodies other) {
        return new Bodies(
                of(Stream.concat(literals.stream(), other.literals.stream())).literals,
                open || other.open,
                body -> open && others.test(body) || other.open && other.others.test(body));
    }

    Bodies without(Bodies other) {
        return new Bodies(
                of(literals.stream().filter(body -> !other.canBe(body))).literals,
                open,
                body -> others.test(body) && !other.canBe(body));
    }
}
