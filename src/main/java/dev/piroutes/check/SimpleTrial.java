package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.source.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.StringQuoteHelper;

/**
 * What is wrong in an expression of simple although Camel starts with it: what a function is given, and what stands right of
 * some operators, simple reads when a message comes. Here each is tried alone, with a message of our own. Functions that do
 * something, or ask a bean, are not.
 */
final class SimpleTrial {

    /**
     * A fault.
     *
     * @param certain whether no message gets past it
     */
    record Fault(String message, boolean certain) {}

    /** They depend on nothing but what stands in their brackets. */
    private static final Set<String> CONSTANT = Set.of("collate", "empty", "hash", "properties", "random", "substring");

    /** They name a class. */
    private static final Set<String> TYPED =
            Set.of("bodyAs", "headerAs", "mandatoryBodyAs", "messageAs", "type", "variableAs");

    private static final Pattern OPERATOR = Pattern.compile("\\s!?(regex|range|is)\\s+(['\"])((?:(?!\\2).)*)\\2");

    /** A moment, and what is added to it. */
    private static final Pattern MOMENT = Pattern.compile("(now|exchangeCreated)\\s*[+-]\\s*([^+-]*)");

    /** Classes that need no package. */
    private static final List<String> SHORT =
            List.of("String", "Boolean", "Integer", "Long", "Short", "Byte", "Float", "Double", "byte[]");

    /** As many values iif takes. */
    private static final int IIF = 3;

    private static final List<String> MOMENTS =
            List.of("now", "exchangeCreated", "header.name", "variable.name", "exchangeProperty.name", "file");

    private final CamelContext context;
    private final Language simple;
    private final SimpleMethods methods;

    SimpleTrial(CamelContext context) {
        this.context = context;
        this.simple = context.resolveLanguage("simple");
        this.methods = new SimpleMethods(context);
    }

    /** The faults of an expression that simple can read. */
    List<Fault> of(String text, boolean predicate) {
        List<Fault> faults = new ArrayList<>();
        for (String function : functions(text)) {
            function(function)
                    .forEach(fault ->
                            faults.add(new Fault(written(function) + ": " + fault.message(), fault.certain())));
        }
        if (predicate) {
            OPERATOR.matcher(text)
                    .results()
                    .filter(found -> !found.group(3).contains("${"))
                    .forEach(found -> operator(found).ifPresent(faults::add));
        }
        return faults;
    }

    private static String written(String function) {
        return "${" + function + "}";
    }

    /** The functions in a text, those within others, too, as they stand between their braces. */
    static List<String> functions(String text) {
        List<String> found = new ArrayList<>();
        for (int begin = text.indexOf("${"); begin >= 0; begin = text.indexOf("${", begin + 2)) {
            int depth = 0;
            for (int i = begin + 2; i < text.length(); i++) {
                if (text.startsWith("${", i)) {
                    depth++;
                } else if (text.charAt(i) == '}' && depth-- == 0) {
                    found.add(text.substring(begin + 2, i));
                    break;
                }
            }
        }
        return found;
    }

    private List<Fault> function(String function) {
        String[] parts = function.split("[:(]", 2);
        String name = parts[0];
        boolean nested = function.contains("${");
        if (name.equals("date") && parts.length == 2) {
            String[] given = parts[1].split(":", 2);
            return date(given[0], given.length == 2 ? given[1] : "");
        }
        if (name.equals("date-with-timezone") && parts.length == 2) {
            String[] given = parts[1].split(":", 3);
            if (given.length < 3) {
                return List.of(); // Camel does not start with it
            }
            List<Fault> faults = new ArrayList<>(date(given[0], given[2]));
            zone(given[1]).ifPresent(faults::add);
            return faults;
        }
        if (name.equals("iif") && parts.length == 2) {
            String given = parts[1].replaceFirst("\\)[^)]*$", "");
            return StringQuoteHelper.splitSafeQuote(given, ',', true, true).length < IIF
                    ? List.of(certain(name, "a value is missing"))
                    : List.of();
        }
        if (CONSTANT.contains(name) && !nested) {
            return failure(function).map(failed -> certain(name, Reason.of(failed))).stream()
                    .toList();
        }
        if (TYPED.contains(name) && !nested) {
            Optional<Fault> noClass = failure(function)
                    .filter(ClassNotFoundException.class::isInstance)
                    .map(failed ->
                            new Fault(noClass(failed.getMessage().replaceFirst("^Cannot find type: ", "")), true));
            if (noClass.isPresent()) {
                return List.of(noClass.get());
            }
        }
        return methods.of(function);
    }

    private String noClass(String name) {
        return "there is no class " + name
                + (name.contains(".") ? ClassNames.didYouMean(name, context) : Suggestion.didYouMean(name, SHORT));
    }

    private static Fault certain(String function, String why) {
        return new Fault(
                why
                        + SimpleWords.form(function)
                                .map(form -> "; write " + written(form))
                                .orElse(""),
                true);
    }

    private List<Fault> date(String command, String pattern) {
        List<Fault> faults = new ArrayList<>();
        Matcher moment = MOMENT.matcher(command);
        if (!command.contains("${")) {
            failure("date:" + command)
                    .filter(failed -> String.valueOf(failed.getMessage()).startsWith("Command not supported"))
                    .ifPresent(failed -> faults.add(new Fault(
                            "there is no moment " + command
                                    + Suggestion.didYouMean(
                                            command.split("[+-]", 2)[0].strip(),
                                            MOMENTS,
                                            "; write one of " + String.join(", ", MOMENTS)),
                            true)));
            if (moment.matches() && !isAdded(moment.group(2).strip())) {
                faults.add(new Fault(
                        "\"" + moment.group(2).strip() + "\" is no duration, and is left out; write for example "
                                + moment.group(1) + "+1h30m",
                        false));
            }
        }
        if (!pattern.isEmpty() && !pattern.contains("${")) {
            failure("date:now:" + pattern)
                    .ifPresent(failed -> faults.add(new Fault(
                            Reason.of(failed) + "; write for example ${date:now:yyyy-MM-dd HH:mm:ss}", true)));
        }
        return faults;
    }

    private static boolean isAdded(String duration) {
        return duration.matches("\\d+|P.*") || EndpointCheck.isDuration(duration.replace(" ", ""));
    }

    /** Java takes what it does not know for Greenwich. */
    private static Optional<Fault> zone(String zone) {
        boolean unknown = !zone.contains("${")
                && !zone.matches("GMT.*")
                && TimeZone.getTimeZone(zone).getID().equals("GMT");
        return unknown
                ? Optional.of(new Fault(
                        "there is no time zone " + zone + ", and GMT is taken"
                                + Suggestion.didYouMean(zone, Arrays.asList(TimeZone.getAvailableIDs())),
                        false))
                : Optional.empty();
    }

    /** Of an operator that simple reads late what stands to its right, tried on a text. */
    private Optional<Fault> operator(MatchResult found) {
        try {
            simple.createPredicate("${body} " + found.group().strip()).matches(message());
            return Optional.empty();
        } catch (RuntimeException e) {
            String words = SimpleWords.explained(e).orElseGet(() -> Reason.of(Reason.root(e)));
            return Optional.of(new Fault(
                    found.group().strip() + ": " + words.split("\\R", 2)[0].replaceFirst(" at location \\d+", ""),
                    true));
        }
    }

    /** Why the function fails, if it does. */
    private Optional<Throwable> failure(String function) {
        try {
            simple.createExpression(written(function)).evaluate(message(), Object.class);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(Reason.root(e));
        }
    }

    private Exchange message() {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("1");
        return exchange;
    }
}
