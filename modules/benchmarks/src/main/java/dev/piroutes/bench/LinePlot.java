package dev.piroutes.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures over time, as SVG: a panel for each, from 0 to its own most. Readable on a light and on a dark page. */
final class LinePlot {
    private static final int LEFT = 60;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 90;
    private static final int GAP = 40;
    private static final int TOP = 40;

    private final String title;
    private final List<Panel> panels = new ArrayList<>();

    LinePlot(String title) {
        this.title = title;
    }

    private record Panel(String name, double[] minutes, double[] values) {}

    void panel(String name, double[] minutes, double[] values) {
        panels.add(new Panel(name, minutes, values));
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\""
                        + " font-size=\"12\" fill=\"#888\">%n<title>%s</title>%n<text x=\"4\" y=\"20\""
                        + " font-size=\"15\">%s</text>%n",
                LEFT + WIDTH + 20,
                TOP + panels.size() * (HEIGHT + GAP),
                title,
                title));
        for (int i = 0; i < panels.size(); i++) {
            draw(svg, panels.get(i), TOP + i * (HEIGHT + GAP) + 14);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(StringBuilder svg, Panel panel, int top) {
        double most = 0;
        for (double value : panel.values()) {
            most = Math.max(most, value);
        }
        double end = Math.max(1e-9, panel.minutes()[panel.minutes().length - 1]);
        int bottom = top + HEIGHT;
        svg.append(text(LEFT, top - 4, "start", panel.name()));
        svg.append(text(LEFT - 6, top + 10, "end", Table.number(most)));
        svg.append(text(LEFT - 6, bottom, "end", "0"));
        svg.append(text(LEFT + WIDTH, bottom + 14, "end", Table.number(end) + " min"));
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888\"/>%n<polyline fill=\"none\" stroke=\"#3584e4\""
                        + " stroke-width=\"1.5\" points=\"",
                LEFT,
                top,
                bottom,
                LEFT + WIDTH));
        for (int i = 0; i < panel.values().length; i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    LEFT + WIDTH * panel.minutes()[i] / end,
                    bottom - (most == 0 ? 0 : HEIGHT * panel.values()[i] / most)));
        }
        svg.append("\"/>\n");
    }

    private static String text(int x, int y, String anchor, String text) {
        return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
    }
}
