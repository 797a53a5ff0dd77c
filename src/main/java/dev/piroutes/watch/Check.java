package dev.piroutes.watch;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is well or not.
 *
 * @param name such as {@code mqtt-device-PicoB}
 * @param up whether it is well
 * @param message why it is not
 */
public record Check(String name, boolean up, @Nullable String message) {}
