package dev.piroutes.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text, printed as Markdown with aligned columns: readable on a console, and in a document. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(List.of(head));
    }

    void row(Object... cells) {
        rows.add(IntStream.range(0, rows.get(0).size())
                .mapToObj(i -> i < cells.length ? text(cells[i]) : "")
                .toList());
    }

    private static String text(Object cell) {
        if (cell instanceof Integer count) {
            return String.format(Locale.ROOT, "%,d", count);
        }
        return cell instanceof Double number ? number(number) : String.valueOf(cell);
    }

    /** Three digits that count. */
    static String number(double number) {
        if (Double.isNaN(number)) {
            return "–";
        }
        double size = Math.abs(number);
        return String.format(
                Locale.ROOT,
                size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.3f",
                number);
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, widths)));
        lines.add(1, "| " + IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(" | ")) + " |");
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
