package dev.piroutes.broker;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in <code>${name:default}</code> in XML text. Artemis would do it from system properties alone, of which a JVM has
 * one set; two brokers in one JVM need two.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+)(?::([^}]*))?}");

    private Placeholders() {}

    /**
     * Values are escaped for XML. A name that is not in {@code values} is looked up in the system properties, then the
     * default after the colon is taken.
     *
     * @param source what to call the text in an error: its file
     * @throws BrokerException if a name has neither value nor default; it names the line
     */
    static String fill(String text, Map<String, String> values, String source) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = values.getOrDefault(name, System.getProperty(name, matcher.group(2)));
            if (value == null) {
                long line = text.substring(0, matcher.start()).lines().count();
                throw new BrokerException(
                        source + ", line " + line + ": ${" + name + "} has no value; write ${" + name + ":DEFAULT}");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(escape(value)));
        }
        return matcher.appendTail(filled).toString();
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
