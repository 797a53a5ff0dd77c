package dev.piroutes.secure;

import dev.piroutes.source.Place;
import dev.piroutes.source.RouteSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Topics that a file names in its leading comment, because its routes compute them:
 *
 * <pre>{@code
 * # Topics:
 * #   publish csc2106/rooms/+/light
 * #   subscribe csc2106/rooms/#
 * }</pre>
 *
 * <p>A line {@code device NAME}, with a bean's name, says whose the lines below it are; a file with one device needs none.
 */
final class DeclaredTopics {
    private static final Pattern BEGIN = Pattern.compile("#\\s*Topics:\\s*");
    private static final Pattern LINE = Pattern.compile("#\\s+(device|publish|subscribe)\\s+(\\S+)(?:\\s.*)?");

    /**
     * A line of it.
     *
     * @param device the bean that it is for, or {@code null} for the only one of the file
     */
    record Line(@Nullable String device, boolean publish, String topic, Place place) {}

    private DeclaredTopics() {}

    static List<Line> of(RouteSource source) {
        List<Line> lines = new ArrayList<>();
        boolean begun = false;
        String device = null;
        String[] text = source.text().split("\\R", -1);
        for (int i = 0; i < text.length && isComment(text[i]); i++) {
            if (!begun) {
                begun = BEGIN.matcher(text[i]).matches();
                continue;
            }
            Matcher matcher = LINE.matcher(text[i]);
            if (!matcher.matches()) {
                // Another paragraph of the comment.
                begun = false;
            } else if (matcher.group(1).equals("device")) {
                device = matcher.group(2);
            } else {
                Place place = new Place(source.name(), i + 1, matcher.start(2) + 1);
                lines.add(new Line(device, matcher.group(1).equals("publish"), matcher.group(2), place));
            }
        }
        return lines;
    }

    private static boolean isComment(String line) {
        return line.startsWith("#") || line.isBlank();
    }
}
