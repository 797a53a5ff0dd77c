package dev.piroutes.source;

import java.util.regex.Pattern;

/**
 * A route file before anybody has read it.
 *
 * @param name as it shall stand in messages: usually the path that the user gave
 * @param text its content
 */
public record RouteSource(String name, String text) {

    private static final Pattern DEVICE = Pattern.compile("(?m)^-\\s+(route|from)\\s*:");

    /** Whether there is a route in such a text, broken as it may be: it is a device's, not one that others share. */
    public static boolean isDevice(String text) {
        return DEVICE.matcher(text).find();
    }
}
