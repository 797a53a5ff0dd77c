package dev.piroutes.check;

import dev.piroutes.check.Catalogue.Kind;
import dev.piroutes.files.Reason;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;

/** Turns a failure into the one line that a person reads: where, and the innermost cause. */
public final class Explain {

    /** What Camel appends to the name of a route. */
    private static final Pattern SOURCE = Pattern.compile("\\(source: (?:(?:file|classpath):)?([^)\\s]+)\\)");

    private static final Pattern UNKNOWN_OPTION =
            Pattern.compile("(?s)Failed to resolve endpoint: ([a-z0-9-]+):.*Unknown parameters=\\[\\{([^=]+)=");

    private static final Pattern BRACES = Pattern.compile("(?s)Missing (\\{\\{|}}) from the text: .*");

    private static final Pattern NO_DATA_FORMAT = Pattern.compile("Data format '([^']+)' could not be created");

    private static final Pattern NO_KAMELET = Pattern.compile("(?s)Resource not found: .*/([^/]+)\\.kamelet\\.yaml");

    private static final Pattern KAMELET_NEEDS =
            Pattern.compile("(?s)Route template (\\S+) the following mandatory parameters must be provided: (.*)");

    private Explain() {}

    public static String inOneLine(Throwable failure) {
        List<Throwable> chain = Reason.chain(failure);
        String line = where(chain) + WithoutValues.of(what(chain, Reason.innermost(failure)));
        return Reason.oneLine(line.replaceAll("@[0-9a-f]{4,8}\\b", ""));
    }

    private static String where(List<Throwable> chain) {
        String route = "";
        String source = "";
        for (Throwable t : chain) {
            if (t instanceof FailedToStartRouteException e) {
                route = "route " + e.getRouteId() + ": ";
            } else if (t instanceof FailedToCreateRouteException e) {
                route = "route " + e.getRouteId() + ": ";
            }
            Matcher matcher = SOURCE.matcher(String.valueOf(t.getMessage()));
            if (source.isEmpty() && matcher.find()) {
                source = matcher.group(1) + ": ";
            }
        }
        return source + route;
    }

    /** A cause without words of its own stands behind what the failure nearest to it says. */
    private static String words(List<Throwable> chain, Throwable root) {
        if (root.getMessage() != null && !root.getMessage().isBlank()) {
            return root.getMessage();
        }
        String outer = "";
        for (Throwable t : chain) {
            if (t == root) {
                break;
            }
            Throwable cause = t.getCause();
            if (t.getMessage() != null && (cause == null || !t.getMessage().equals(cause.toString()))) {
                outer = t.getMessage() + ": ";
            }
        }
        return outer + Reason.of(root);
    }

    private static String what(List<Throwable> chain, Throwable root) {
        String message = words(chain, root);
        if (root instanceof UnknownHostException) {
            return "unknown host " + message;
        }
        if (root instanceof ClassNotFoundException) {
            return "there is no class " + message + "; is its name spelt right?";
        }
        if (root instanceof NoSuchBeanException bean) {
            return "there is no bean \"" + bean.getName() + "\"; declare it under beans:, or correct its name";
        }
        if (root instanceof NoSuchEndpointException endpoint) {
            return "there is no component "
                    + instead(Kind.COMPONENT, endpoint.getUri().replaceAll(":.*", ""));
        }
        Optional<String> simple = SimpleWords.explained(root);
        if (simple.isPresent()) {
            return simple.get();
        }
        Matcher missingBraces = BRACES.matcher(message);
        if (missingBraces.matches()) {
            return missingBraces.group(1)
                    + " is missing: a property is {{name}}, a text for others \\{{ text \\}}"
                    + (missingBraces.group(1).equals("{{") ? ", two ends of JSON } }" : "");
        }
        Matcher unknown = UNKNOWN_OPTION.matcher(message);
        if (unknown.find()) {
            return unknown.group(1) + " has no option " + unknown.group(2) + "; see the documentation of the component";
        }
        if (message.matches("(?s).*to the required type: org\\.eclipse\\.paho\\..*\\.MqttClient.*")) {
            return "client must be the name of a bean behind a #, for example client: \"#led\"";
        }
        Matcher noFormat = NO_DATA_FORMAT.matcher(message);
        if (noFormat.find()) {
            return "there is no data format " + instead(Kind.DATA_FORMAT, noFormat.group(1));
        }
        Matcher missing = NO_KAMELET.matcher(message);
        if (missing.find()) {
            return "there is no Kamelet \"" + missing.group(1) + "\"; is its name spelt right?";
        }
        Matcher needs = KAMELET_NEEDS.matcher(message);
        if (needs.find()) {
            return "kamelet:" + needs.group(1) + " needs the parameter " + needs.group(2);
        }
        if (message.contains("both a day-of-week AND a day-of-month")) {
            return "a day of the month and one of the week are too many: write ? for one of them, as in 0 30 7 ? * MON-FRI";
        }
        return message;
    }

    private static String instead(Kind kind, String name) {
        return "\"" + name + "\""
                + Catalogue.artifact(kind, name)
                        .map(artifact -> " here: pi-routes add " + artifact)
                        .orElse("; is its name spelt right?");
    }
}
