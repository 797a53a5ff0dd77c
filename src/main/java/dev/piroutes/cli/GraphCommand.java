package dev.piroutes.cli;

import dev.piroutes.check.Placeholders;
import dev.piroutes.check.Wiring;
import dev.piroutes.files.Reason;
import dev.piroutes.graph.Graph;
import dev.piroutes.graph.MermaidGraph;
import dev.piroutes.graph.SvgGraph;
import dev.piroutes.graph.TextGraph;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code graph}: who publishes and subscribes what, pin to topic to pin. */
final class GraphCommand extends SettingsCommand {

    private static final String FORMAT = "--format";
    private static final Set<String> FORMATS = Set.of("text", "mermaid", "svg");

    GraphCommand() {
        super(
                "graph",
                "Shows what is wired to what: pin, route, topic, route, pin.",
                List.of(Setting.ROUTES_DIR, Setting.EXT_DIR, Setting.LAB_ROOT));
    }

    @Override
    void addTo(CommandSpec spec) {
        addFiles(spec);
        spec.addOption(OptionSpec.builder(FORMAT)
                .type(String.class)
                .paramLabel("text|mermaid|svg")
                .defaultValue("text")
                .description("How. Default: text.")
                .build());
    }

    @Override
    int execute(ParseResult line) {
        String format = line.matchedOptionValue(FORMAT, "text");
        if (!FORMATS.contains(format)) {
            throw new UsageException("--format must be text, mermaid or svg, but was \"" + format + "\"");
        }
        RouteFiles routes = files(line);
        Settings settings = settings(line, routes);
        List<RouteFile> files = new ArrayList<>();
        for (RouteSource source : routes.sources()) {
            try {
                files.add(RouteFile.read(source));
            } catch (SyntaxException e) {
                throw new UsageException(e.place() + ": " + Reason.of(e));
            }
        }
        try (Wiring wiring = new Wiring(settings.forRoutes(routes))) {
            Graph graph = new Graph(files, resolver(settings), wiring);
            System.out.print(
                    switch (format) {
                        case "mermaid" -> MermaidGraph.of(graph);
                        case "svg" -> SvgGraph.of(graph);
                        default -> TextGraph.of(graph);
                    });
        }
        return 0;
    }

    /** A property's value, else its default, else the placeholder as it stands, as that of a function does. */
    static UnaryOperator<String> resolver(Settings settings) {
        return text -> Placeholders.PATTERN.matcher(text).replaceAll(found -> {
            String value = settings.property(found.group(2));
            String fallback = found.group(3) == null || Placeholders.isFunction(found)
                    ? found.group()
                    : found.group(3).substring(1);
            return Matcher.quoteReplacement(value == null ? fallback : value);
        });
    }
}
