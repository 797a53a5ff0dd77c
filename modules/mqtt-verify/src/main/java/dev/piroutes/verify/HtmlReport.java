package dev.piroutes.verify;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One page for a browser or a printer, with nothing outside of it: a table of devices, and each one's checks. */
public final class HtmlReport {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(Locale.UK);

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Devices examined</title>
            <style>
            :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #c0262d; }
            @media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --bad: #ff8182; } }
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
            .passed { color: var(--good); } .failed { color: var(--bad); font-weight: 600; } .skipped { opacity: .7; }
            pre { font-size: .8rem; overflow-x: auto; margin: .4rem 0; }
            summary { cursor: pointer; }
            @media print { section { break-inside: avoid; } }
            </style></head><body><h1>Devices examined</h1>
            """;

    private HtmlReport() {}

    /** The whole page. */
    public static String of(List<Examined> all) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<table><tr><th>Root<th>Device<th>Result<th>Failed<th>When</tr>\n");
        for (Examined examined : all) {
            page.append(html(
                    "<tr><td><a href=\"#%s\">%s</a><td>%s<td class=\"%s\">%s<td>%s<td>%s</tr>\n",
                    examined.clientId(),
                    examined.root(),
                    examined.title(),
                    examined.passed() ? "passed" : "failed",
                    examined.summary(),
                    String.join(", ", examined.failed()),
                    TIME.format(examined.at().atZone(ZoneId.systemDefault()))));
        }
        page.append("</table>\n");
        all.forEach(examined -> device(examined, page));
        return page.append("</body></html>\n").toString();
    }

    private static void device(Examined examined, StringBuilder page) {
        page.append(html(
                "<section><h2 id=\"%s\">%s, %s</h2>\n<table><tr><th>Check<th>Result<th>Seen</tr>\n",
                examined.clientId(), examined.clientId(), examined.root()));
        for (Result result : examined.results()) {
            String word = result.outcome().word();
            page.append(html(
                    "<tr><td>%s<br><small>%s</small><td class=\"%s\">%s<td>%s",
                    result.title(), result.check(), word, word, result.seen()));
            if (result.hint() != null) {
                page.append(html("<br><strong>Try:</strong> %s", result.hint()));
            }
            if (!result.packets().isEmpty()) {
                page.append(result.outcome() == Outcome.FAILED ? "<details open>" : "<details>")
                        .append(html(
                                "<summary>Packets</summary><pre>%s</pre></details>",
                                String.join("\n", result.packets())));
            }
            page.append("</tr>\n");
        }
        page.append("</table></section>\n");
    }

    /** The form with these texts in it, as texts. */
    private static String html(String form, String... texts) {
        return String.format(form, Stream.of(texts).map(HtmlReport::escaped).toArray());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
