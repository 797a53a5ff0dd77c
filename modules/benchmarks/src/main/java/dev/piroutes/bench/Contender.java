package dev.piroutes.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A system that does the lab: a broker and devices A and B, in as many processes as it takes.
 *
 * @param name as in {@code --systems}
 * @param setting what it is and how it is set, in one sentence
 * @param durable whether a message that the broker has acknowledged survives a crash of the broker
 * @param pressMethod how its own page presses a button
 * @param missing why it cannot be started here, in one line; may install what it needs
 */
record Contender(
        String name,
        String setting,
        boolean durable,
        PressMethod pressMethod,
        Supplier<Optional<String>> missing,
        Recipe recipe) {
    /** The programs of a start; the broker comes first. Writes the files they need into the place's folder. */
    @FunctionalInterface
    interface Recipe {
        List<Program> programs(Place place) throws Exception;

        default Running start(String name, Place place) {
            try {
                return Running.start(programs(place), place);
            } catch (BenchException e) {
                throw e;
            } catch (Exception e) {
                throw new BenchException(name + " could not be started: " + e.getMessage(), e);
            }
        }
    }

    Running start(Place place) {
        return recipe.start(name, place);
    }
}
