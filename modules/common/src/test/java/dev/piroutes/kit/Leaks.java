package dev.piroutes.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks for secrets of {@link Nasty}, whole or in part, as text, in Base64, as hexadecimal digits, as numbers of bytes. */
public final class Leaks {

    private final Set<String> needles = new TreeSet<>();
    private final Set<String> outputs = new TreeSet<>();
    private final List<String> found = new ArrayList<>();
    private final int secrets;

    /** @param secrets those that were given to the program */
    public Leaks(Collection<String> secrets) {
        Set<String> marks = secrets.stream().map(Leaks::mark).collect(Collectors.toCollection(TreeSet::new));
        this.secrets = marks.size();
        marks.forEach(mark -> {
            needles.add(mark);
            byte[] bytes = mark.getBytes(StandardCharsets.US_ASCII);
            needles.add(HexFormat.of().formatHex(bytes));
            needles.add(numbers(bytes, ","));
            needles.add(numbers(bytes, ", "));
            for (int before = 0; before < 3; before++) {
                needles.add(base64(mark, before));
            }
        });
    }

    /** What of a secret is looked for. */
    public static String mark(String secret) {
        Matcher mark = Pattern.compile(Nasty.MARK).matcher(secret);
        if (!mark.find()) {
            throw new AssertionError("no mark in " + secret);
        }
        return mark.group();
    }

    private static String numbers(byte[] bytes, String between) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> String.valueOf(bytes[i]))
                .collect(Collectors.joining(between));
    }

    /** The digits that depend on the mark alone, wherever it stands in what is encoded. */
    private static String base64(String mark, int before) {
        String all = Base64.getEncoder()
                .withoutPadding()
                .encodeToString(("~".repeat(before) + mark).getBytes(StandardCharsets.US_ASCII));
        return all.substring((before * 8 + 5) / 6, (before + mark.length()) * 8 / 6);
    }

    /** Looks in what was printed, served or thrown. @param where what it is, for the message and the count */
    public Leaks in(String where, String text) {
        outputs.add(where);
        String small = text.toLowerCase(Locale.ROOT);
        for (String needle : needles) {
            int at = text.indexOf(needle);
            if (at < 0) {
                at = small.indexOf(needle.toLowerCase(Locale.ROOT));
            }
            if (at >= 0) {
                found.add(
                        where + ": …" + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60)) + "…");
            }
        }
        return this;
    }

    /** The same in a file that need not be text. */
    public Leaks in(String where, byte[] content) {
        return in(where, new String(content, StandardCharsets.ISO_8859_1));
    }

    /** Where there is one. */
    public List<String> found() {
        return found;
    }

    /** How much was looked for, where. */
    public String count() {
        return secrets + " secrets, " + needles.size() + " ways of writing them, looked for in " + outputs.size()
                + " outputs";
    }
}
