package dev.piroutes.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The end of an examination as a person reads it in a terminal. */
public final class TextReport {

    /** So many packets stand below a check that failed. */
    private static final int MOST_PACKETS = 8;

    private TextReport() {}

    /** One device: a table of all checks, then what failed, with packets and hints. Several: a row for each before that. */
    public static List<String> of(List<Examined> all) {
        List<String> lines = new ArrayList<>();
        if (all.size() == 1) {
            table(all.get(0), lines);
        } else {
            groups(all, lines);
        }
        for (Examined examined : all) {
            for (Result result : examined.results()) {
                if (result.outcome() == Outcome.FAILED) {
                    failure(all.size() == 1 ? "" : examined.root() + " ", result, lines);
                }
            }
        }
        return lines.stream().map(Text::printable).toList();
    }

    private static void table(Examined examined, List<String> lines) {
        lines.add(examined.title() + " (" + examined.clientId() + ", " + examined.root() + "): " + examined.summary());
        int widest = widest(examined.results().stream().map(Result::check));
        for (Result result : examined.results()) {
            lines.add("  " + padded(result.check(), widest) + "  "
                    + padded(result.outcome().word(), 7) + "  " + result.seen());
        }
    }

    private static void groups(List<Examined> all, List<String> lines) {
        int widest = widest(all.stream().map(Examined::root));
        for (Examined examined : all) {
            String failed = String.join(", ", examined.failed());
            lines.add(padded(examined.root(), widest) + "  " + (examined.passed() ? "passed" : "FAILED") + "  "
                    + examined.summary() + (failed.isEmpty() ? "" : ": " + failed));
        }
    }

    private static void failure(String where, Result result, List<String> lines) {
        lines.add("");
        lines.add(where + result.check() + ": " + result.seen());
        List<String> packets = result.packets();
        packets.subList(Math.max(0, packets.size() - MOST_PACKETS), packets.size())
                .forEach(packet -> lines.add("    " + packet));
        if (result.hint() != null) {
            lines.add("  try: " + result.hint());
        }
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
