package dev.piroutes.watch;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus's text format, read: what metrics there are. */
final class Scrape {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z0-9_]+)(\\{([^}]*)})? [-0-9.eE+NaInf]+$");
    private static final Pattern COMMENT = Pattern.compile("(?m)^# (HELP|TYPE) ([a-z0-9_]+) (.*)$");

    private final String text;
    private final Map<String, String> helps = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();

    Scrape(String text) {
        this.text = text;
        Matcher comment = COMMENT.matcher(text);
        while (comment.find()) {
            (comment.group(1).equals("HELP") ? helps : types).put(comment.group(2), comment.group(3));
        }
    }

    /** The names of samples: what an expression may use. */
    Set<String> samples() {
        Set<String> names = new TreeSet<>();
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            names.add(sample.group(1));
        }
        return names;
    }

    double value(String sample) {
        Matcher matcher =
                Pattern.compile("(?m)^" + Pattern.quote(sample) + " (\\S+)$").matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + sample + " in\n" + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** The table of docs/watching.md. */
    String table() {
        StringBuilder table = new StringBuilder("| metric | type | labels | |\n| --- | --- | --- | --- |\n");
        types.forEach((name, type) -> table.append("| `")
                .append(name)
                .append("` | ")
                .append(type)
                .append(" | ")
                .append(String.join(", ", labels(name)))
                .append(" | ")
                .append(helps.getOrDefault(name, ""))
                .append(" |\n"));
        return table.toString();
    }

    private Set<String> labels(String metric) {
        Set<String> labels = new TreeSet<>();
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            if (sample.group(1).matches(metric + "(_count|_sum)?") && sample.group(3) != null) {
                Matcher label = Pattern.compile("([a-z_A-Z]+)=\"").matcher(sample.group(3));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        return labels;
    }
}
