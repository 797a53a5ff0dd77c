package dev.piroutes.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars on a logarithmic scale, as SVG: a row for each system, and a bar for each figure, with the figure beside it.
 * Readable on a light and on a dark page.
 */
final class Plot {
    private static final int LABELS = 210;
    private static final int WIDTH = 460;
    private static final int BAR = 14;
    private static final int GAP = 10;
    private static final int TOP = 64;
    private static final List<String> COLOURS = List.of("#3584e4", "#e66100", "#9141ac");

    private final String title;
    private final List<String> figures;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param title with the unit
     * @param figures what each bar of a row is
     */
    Plot(String title, String... figures) {
        this.title = title;
        this.figures = List.of(figures);
    }

    private record Row(String name, double[] values) {}

    /** NaN and 0 leave a bar out. */
    void row(String name, double... values) {
        rows.add(new Row(name, values));
    }

    String svg() {
        double low = floor(rows.stream()
                .flatMapToDouble(row -> java.util.Arrays.stream(row.values()))
                .filter(value -> value > 0)
                .min()
                .orElse(1));
        double high = rows.stream()
                .flatMapToDouble(row -> java.util.Arrays.stream(row.values()))
                .filter(value -> value > low)
                .max()
                .orElse(10 * low);
        int rowHeight = figures.size() * BAR + GAP;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\""
                        + " font-size=\"12\" fill=\"#888\">%n<title>%s</title>%n",
                LABELS + WIDTH + 80,
                TOP + rows.size() * rowHeight + GAP,
                escape(title)));
        svg.append(text(4, 20, "start", title + ", logarithmic").replace("<text ", "<text font-size=\"15\" "));
        int x = 4;
        for (int i = 0; i < figures.size(); i++) {
            svg.append(rectangle(x, 34, 12, 12, COLOURS.get(i)));
            svg.append(text(x + 18, 44, "start", figures.get(i)));
            x += 40 + 7 * figures.get(i).length();
        }
        for (int r = 0; r < rows.size(); r++) {
            int y = TOP + r * rowHeight;
            svg.append(text(LABELS - 8, y + rowHeight / 2, "end", rows.get(r).name()));
            for (int i = 0; i < rows.get(r).values().length; i++) {
                double value = rows.get(r).values()[i];
                if (value > 0) {
                    int length = (int) Math.max(1, WIDTH * Math.log(value / low) / Math.log(high / low));
                    svg.append(rectangle(LABELS, y + i * BAR, length, BAR - 2, COLOURS.get(i)));
                    svg.append(text(LABELS + length + 5, y + i * BAR + BAR - 4, "start", Table.number(value)));
                }
            }
        }
        return svg.append("</svg>\n").toString();
    }

    /** The power of ten below, so that the smallest bar can be seen. */
    private static double floor(double value) {
        return Math.pow(10, Math.floor(Math.log10(value) - 0.1));
    }

    private static String rectangle(int x, int y, int width, int height, String colour) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                colour);
    }

    private static String text(int x, int y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escape(text));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
