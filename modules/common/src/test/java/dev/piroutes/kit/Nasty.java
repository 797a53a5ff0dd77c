package dev.piroutes.kit;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Passwords with what some language or file takes for its own. Each has a mark that stands nowhere else, so that it can be
 * looked for in whatever a program writes: {@link Leaks}.
 */
public final class Nasty {

    /** Of a mark: letters and digits, which no encoding of text changes. */
    static final String MARK = "Zq[0-9]{2}Vx9k";

    /** M is the mark. */
    private static final List<String> FORMS = List.of(
            "M{{x",
            "M}}",
            "{{?M}}",
            "${M}",
            "$simple{M}",
            "M\\b",
            "M\\\\",
            "M ",
            " M",
            "#M",
            "M#b",
            "!M",
            "M:b",
            "M=b",
            "M&b?c",
            "%41M",
            "M%",
            "RAW(M)",
            "RAW{M}",
            "'M'",
            "\"M\"",
            "M;b",
            ";M",
            "M,b",
            "ENC(M)",
            "@M",
            "M@h/b",
            "-M",
            "--M=y",
            "M\tb",
            "Mäöüß",
            "M😀",
            "M日本語",
            "Mשלום",
            "M" + "x".repeat(192),
            "nullM",
            "true|M",
            "*M",
            "<b>M</b>",
            "\\u0041M",
            "M\\n",
            "$(M)",
            "`M`",
            "=M",
            ":M",
            "  M  ");

    /** Too short for a mark. */
    private static final List<String> SHORT = List.of(
            "null", "true", "*", "%", "#", "}}", "{{", "\\", "\"", "'", "$", "{{env:HOME}}", "#bean:x", "1", "RAW()");

    private Nasty() {}

    /** Those with a mark. */
    public static List<String> marked() {
        return IntStream.range(0, FORMS.size())
                .mapToObj(i -> FORMS.get(i).replaceFirst("M", "Zq%02dVx9k".formatted(i)))
                .toList();
    }

    /** All of them. */
    public static List<String> all() {
        return Stream.concat(marked().stream(), SHORT.stream()).toList();
    }

    /** As the value in a file of properties: docs/escaping.md. */
    public static String inProperties(String value) {
        String escaped = value.replace("\\", "\\\\");
        return escaped.startsWith(" ") ? "\\" + escaped : escaped;
    }
}
