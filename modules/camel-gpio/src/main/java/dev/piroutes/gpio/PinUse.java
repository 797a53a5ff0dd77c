package dev.piroutes.gpio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pin in use is, for a screen.
 *
 * @param kind input, output or dimmer
 * @param activeLow whether it is on when its level is low
 * @param routes the routes that have it
 * @param endpoint of an output: the URI through which they write it
 */
record PinUse(String kind, boolean activeLow, List<String> routes, @Nullable String endpoint) {}
