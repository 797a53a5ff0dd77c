package dev.piroutes.check;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.URISupport;

/**
 * What Camel says of a fault, without the values of properties and options that it repeats: a password may be among them,
 * also where the name of its option is misspelt, so that Camel itself does not hide it.
 */
public final class WithoutValues {

    private static final Map<Pattern, String> REPEATED = Map.of(
            Pattern.compile(
                            "(Error binding property \\([^=]*)=.*(\\) with name: .* on bean: .*?)(?: with value: .*)?$"),
                    "$1$2",
            Pattern.compile("(Unknown parameters=\\[)\\{([^=]+)=.*}]"), "$1$2]",
            Pattern.compile("( not found in properties) from text: .*"), "$1",
            Pattern.compile("(Missing (?:\\{\\{|}})) from the text: .*"), "$1",
            Pattern.compile("(Failed to resolve endpoint: [^?]*)\\?.*( due to: )"), "$1$2");

    private WithoutValues() {}

    /** @param text of one line or more, such as a stack trace */
    public static String of(String text) {
        return text.lines().map(WithoutValues::line).collect(Collectors.joining("\n"));
    }

    private static String line(String text) {
        String line = text;
        for (Map.Entry<Pattern, String> repeated : REPEATED.entrySet()) {
            line = repeated.getKey().matcher(line).replaceAll(repeated.getValue());
        }
        return URISupport.sanitizeUri(line);
    }
}
