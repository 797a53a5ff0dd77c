package dev.piroutes.gpio;

/**
 * What the routes that share a line must agree on, comparable by {@code equals}.
 *
 * @param kind what the line is: input, output or dimmer
 * @param activeLow whether it is on when its level is low
 * @param text all of it, for error messages
 */
record LineOptions(String kind, boolean activeLow, String text) {
    @Override
    public String toString() {
        return text;
    }
}
