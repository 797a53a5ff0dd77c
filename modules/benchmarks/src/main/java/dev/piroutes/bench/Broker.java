package dev.piroutes.bench;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * An MQTT broker in a process of its own.
 *
 * @param name as in {@code --systems}
 * @param setting in a few words
 * @param durable what its documentation says of a message that it has acknowledged
 * @param missing why it cannot be started here, in one line; may install what it needs
 */
record Broker(
        String name, String setting, String durable, Supplier<Optional<String>> missing, Contender.Recipe recipe) {
    Running start(Place place) {
        return recipe.start(name, place);
    }
}
