package dev.piroutes.daytime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place on earth, for the sun.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 */
record Place(double latitude, double longitude) {
    private static final Pattern TEXT = Pattern.compile("\\s*(-?\\d+(?:\\.\\d+)?)\\s*,\\s*(-?\\d+(?:\\.\\d+)?)\\s*");

    /** @throws IllegalArgumentException saying what would be one */
    static Place parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (parts.matches()) {
            Place place = new Place(Double.parseDouble(parts.group(1)), Double.parseDouble(parts.group(2)));
            if (Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180) {
                return place;
            }
        }
        throw new IllegalArgumentException(
                "place must be latitude,longitude such as 52.52,13.41 (south and west negative), but was '" + text
                        + "'");
    }
}
