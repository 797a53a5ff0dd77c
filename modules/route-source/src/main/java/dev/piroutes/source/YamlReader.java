package dev.piroutes.source;

import dev.piroutes.files.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML with the parser that Camel uses, and says in plain words why it cannot. */
public final class YamlReader {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setUseMarks(true).setAllowDuplicateKeys(true).build();

    /** A bean's name without quotes within {@code { }}. */
    private static final Pattern COMMENTED = Pattern.compile("[{,]\\s*([\\w.-]+):\\s+(#[\\w.:-]+)");

    /** What is a comment, behind what is none. */
    private static final Pattern COMMENT = Pattern.compile("((?:\"[^\"]*\"|'[^']*'|[^\"'])*?\\s)(#[^\\s,}\\]]+).*");

    private static final Pattern BEGUN = Pattern.compile("(?:.*[{,\\[])?\\s*([\\w.-]+):\\s+");

    private static final String NEVER_CLOSED = "the quote that opens here is never closed";

    private YamlReader() {}

    /** The document, or nothing where there is only white space and comments. */
    public static Optional<Node> read(RouteSource source) throws SyntaxException {
        try {
            Optional<Node> root = new Compose(SETTINGS).composeString(source.text());
            if (root.isPresent()) {
                requireClosedQuotes(source, root.get());
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            Optional<SyntaxException> commented = inBrackets(source, e).or(() -> commented(source, e));
            if (commented.isPresent()) {
                throw commented.get();
            }
            Optional<Mark> begin = saysWhereItBegins(e) ? e.getContextMark() : e.getProblemMark();
            Place place = begin.or(e::getProblemMark)
                    .or(e::getContextMark)
                    .map(mark -> Place.of(source.name(), mark))
                    .orElseGet(() -> new Place(source.name(), 1, 1));
            throw new SyntaxException(place, inWords(e));
        } catch (YamlEngineException e) {
            throw new SyntaxException(new Place(source.name(), 1, 1), "no YAML: " + oneLine(e.getMessage()));
        }
    }

    /**
     * A node as maps, lists and values. Of a key that is there twice the last counts.
     *
     * @throws YamlEngineException if a value is not what its tag says
     */
    public static Object value(Node node) {
        return new StandardConstructor(SETTINGS).constructSingleDocument(Optional.of(node));
    }

    /** A quote that is not closed ends at the next one, some lines below; what stands right behind that gives it away. */
    private static void requireClosedQuotes(RouteSource source, Node node) throws SyntaxException {
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                requireClosedQuotes(source, item);
            }
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                requireClosedQuotes(source, tuple.getKeyNode());
                requireClosedQuotes(source, tuple.getValueNode());
            }
        } else if (node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                && !scalar.getStartMark()
                        .map(Mark::getLine)
                        .equals(scalar.getEndMark().map(Mark::getLine))) {
            int end = scalar.getEndMark().map(Mark::getIndex).orElse(0);
            if (source.text().codePoints().skip(end).limit(1).anyMatch(c -> " \t\r\n,]}:".indexOf(c) < 0)) {
                throw new SyntaxException(Place.of(source.name(), node), NEVER_CLOSED);
            }
        }
    }

    /** A comment between a bracket and where it should have been closed long ago. */
    private static Optional<SyntaxException> inBrackets(RouteSource source, MarkedYamlEngineException e) {
        Optional<Mark> bracket = e.getContextMark();
        if (bracket.isEmpty() || !String.valueOf(e.getProblem()).contains("expected ',' or")) {
            return Optional.empty();
        }
        List<String> lines = source.text().lines().toList();
        int begin = bracket.get().getLine();
        int end = Math.min(e.getProblemMark().map(Mark::getLine).orElse(begin), lines.size() - 1);
        for (int line = begin; line <= end; line++) {
            Matcher comment = COMMENT.matcher(lines.get(line));
            if (comment.matches() && !comment.group(1).isBlank()) {
                Matcher begun = BEGUN.matcher(comment.group(1));
                return Optional.of(new SyntaxException(
                        new Place(source.name(), line + 1, comment.start(2) + 1),
                        begun.matches()
                                ? beanInQuotes(begun.group(1), comment.group(2))
                                : "# begins a comment: put the text in quotes"));
            }
        }
        return Optional.empty();
    }

    private static String beanInQuotes(String key, String name) {
        return "# begins a comment: put the bean's name in quotes, " + key + ": \"" + name + "\"";
    }

    /** In {@code {client: #led, qos: 1}} all from the # on is a comment, the bracket too; that is noticed some lines below. */
    private static Optional<SyntaxException> commented(RouteSource source, MarkedYamlEngineException e) {
        List<String> lines = source.text().lines().toList();
        int line = Math.min(e.getProblemMark().map(Mark::getLine).orElse(0), lines.size() - 1);
        for (; line >= 0; line--) {
            Matcher comment = COMMENTED.matcher(lines.get(line));
            if (comment.find()) {
                return Optional.of(new SyntaxException(
                        new Place(source.name(), line + 1, comment.start(2) + 1),
                        beanInQuotes(comment.group(1), comment.group(2))));
            }
        }
        return Optional.empty();
    }

    /** What is not closed is noticed much later. */
    private static boolean saysWhereItBegins(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        return problem.contains("could not find expected ':'")
                || problem.contains("expected ',' or")
                || String.valueOf(e.getContext()).contains("quoted scalar");
    }

    private static String inWords(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        String context = String.valueOf(e.getContext());
        if (problem.contains("TAB") || problem.contains("'\\t'")) {
            return "a tab: indent with spaces";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "\": \" is not allowed here: put the text in quotes, or mend the indentation";
        }
        if (context.contains("quoted scalar") && problem.contains("unexpected end")) {
            return NEVER_CLOSED;
        }
        if (problem.contains("could not find expected ':'")) {
            return "a \":\" is missing behind this";
        }
        if (problem.contains("expected <block end>") || problem.contains("did not find expected <block end>")) {
            return "the indentation fits no line above: items of one list and keys of one map begin in one column";
        }
        if (problem.contains("expected ',' or")) {
            return "the bracket that opens here is never closed, or a text in it needs quotes";
        }
        if (problem.contains("cannot start any token")) {
            return oneLine(problem) + ": put the text in quotes";
        }
        return oneLine(problem);
    }

    private static String oneLine(String text) {
        String line = Reason.oneLine(text);
        return line.isEmpty() ? "unreadable" : line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
    }
}
