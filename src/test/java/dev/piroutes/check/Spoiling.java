package dev.piroutes.check;

import dev.piroutes.source.RouteSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people get wrong in a route file, made in one of its lines. */
enum Spoiling {
    KEY("(?m)^( *(?:- )?[a-zA-Z]{2,})[a-zA-Z]([a-zA-Z]):", found -> found.replaceFirst(".(.:)$", "$1")),
    OPTION(
            "(?m)^ +(?!name|type)[a-z][a-zA-Z]+: [^\\s{\\[\"]+$|[?&][a-z][a-zA-Z]{2,}=",
            found -> found.replaceFirst("[a-zA-Z]([:=])", "$1")),
    TYPE("(?m): (true|false|[0-9]+)$", found -> ": many"),
    REQUIRED("(?m)^ +(uri|expression|name|type|message|token|ref|pattern): .*\n", found -> ""),
    TWICE("(?m)^ +[a-zA-Z]+: [^\\s{\\[>|][^\n]*\n", found -> found + found),
    MOVED("(?m)^    +- .*\n", found -> found.substring(2)),
    SIMPLE("\\$\\{\\w+", found -> found.substring(0, found.length() - 1)),
    SIMPLE_OPEN("\\$\\{\\w+[^}\n]*}", found -> found.substring(0, found.length() - 1)),
    PLACEHOLDER("(?m): [a-zA-Z0-9]+$", found -> ": \"{{not.there}}\""),
    PLACEHOLDER_OPEN("(?m): [a-zA-Z0-9]+$", found -> ": \"{{lab.root}/x\""),
    COMPONENT("(?m)(uri|to): \"?[a-z][a-z0-9-]+(?=[:\n])", found -> found.replaceFirst(".$", "")),
    BEAN("#[a-z][a-z-]*\\b(?!:)", found -> found + "a"),
    CLASS("\\b(java|org|dev)\\.[a-z.]+[A-Z][A-Za-z0-9]+", found -> found + "e");

    private final Pattern where;
    private final UnaryOperator<String> how;

    Spoiling(String where, UnaryOperator<String> how) {
        this.where = Pattern.compile(where);
        this.how = how;
    }

    String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " spoilt";
    }

    /** The file's text with one place spoilt, which one depending on its name; as it was where there is none such. */
    String spoil(RouteSource file) {
        List<int[]> places = new ArrayList<>();
        Matcher matcher = where.matcher(file.text());
        while (matcher.find()) {
            places.add(new int[] {matcher.start(), matcher.end()});
        }
        if (places.isEmpty()) {
            return file.text();
        }
        int[] place = places.get(Math.floorMod(file.name().hashCode(), places.size()));
        return file.text().substring(0, place[0])
                + how.apply(file.text().substring(place[0], place[1]))
                + file.text().substring(place[1]);
    }
}
