package dev.piroutes.bench;

import java.util.List;
import java.util.Map;

/**
 * One process of a system.
 *
 * @param name of its log file
 * @param command as {@code exec} takes it
 * @param environment what is added to the bench's own
 */
record Program(String name, List<String> command, Map<String, String> environment) {
    Program(String name, String... command) {
        this(name, List.of(command), Map.of());
    }
}
