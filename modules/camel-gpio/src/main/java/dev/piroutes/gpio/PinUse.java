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
 * @param debounce of an input: the longest of its routes, in milliseconds, so that a level that lasts as long is seen by all
 */
record PinUse(String kind, boolean activeLow, List<String> routes, @Nullable String endpoint, long debounce) {}
