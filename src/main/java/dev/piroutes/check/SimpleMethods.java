package dev.piroutes.check;

import dev.piroutes.check.SimpleTrial.Fault;
import dev.piroutes.source.Suggestion;
import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.OgnlHelper;
import org.apache.camel.util.StringHelper;

/** Methods that functions of simple call, as in {@code ${body.toUpperCase()}}: their brackets, and that there are such. */
final class SimpleMethods {

    /** Group 1 is what they are called of, 2 its class where that is said, 3 the methods. */
    private static final Pattern CALLS = Pattern.compile(
            "((?:bodyAs|mandatoryBodyAs|messageAs)\\(([^()]*)\\)|(?:in\\.)?body|exchange|camelContext|exception"
                    + "|(?:in\\.)?headers?|variables?|exchangeProperty)(?=[.?\\[])(.*)");

    /** What has a name of its own in front. */
    private static final Set<String> NAMED =
            Set.of("header", "headers", "in.header", "in.headers", "variable", "variables", "exchangeProperty");

    /** What a body may be, beside a text. */
    private static final Set<String> OF_OTHERS = Stream.of(
                    Object.class,
                    Map.class,
                    List.class,
                    Integer.class,
                    Double.class,
                    BigDecimal.class,
                    ZonedDateTime.class,
                    Date.class,
                    File.class)
            .flatMap(type -> names(type).stream())
            .collect(Collectors.toSet());

    /** Of these, a name may be anything. */
    private static final List<Class<?>> OPEN = List.of(Map.class, Collection.class);

    /** As many letters of a name as say which was meant. */
    private static final int BEGINNING = 4;

    private final CamelContext context;

    SimpleMethods(CamelContext context) {
        this.context = context;
    }

    List<Fault> of(String function) {
        Matcher calls = CALLS.matcher(function);
        if (!calls.matches() || NAMED.contains(calls.group(1)) && !isCall(calls.group(3))) {
            return List.of();
        }
        Optional<Fault> brackets = brackets(function, calls.group(3));
        if (brackets.isPresent() || NAMED.contains(calls.group(1))) {
            return brackets.stream().toList();
        }
        List<String> names = OgnlHelper.splitOgnl(calls.group(3));
        return switch (calls.group(1)) {
            case "exchange" -> missing(DefaultExchange.class, true, names);
            case "camelContext" -> missing(context.getClass(), true, names);
            case "body", "in.body" -> meant(names.get(0)).stream().toList();
            case "exception" -> List.of();
            default -> {
                Class<?> type = context.getClassResolver().resolveClass(StringHelper.removeQuotes(calls.group(2)));
                yield type == null ? List.of() : missing(type, false, names);
            }
        };
    }

    /** Whether Camel takes what stands behind a name for methods of the value. */
    private static boolean isCall(String named) {
        return !named.startsWith("[") && OgnlHelper.isValidOgnlExpression(named.substring(1));
    }

    private static Optional<Fault> brackets(String function, String calls) {
        String outside = calls.replaceAll("'[^']*'|\"[^\"]*\"|\\$\\{[^}]*}", "");
        long opened = outside.chars().filter(c -> c == '(').count();
        long closed = outside.chars().filter(c -> c == ')').count();
        if (opened == closed) {
            return Optional.empty();
        }
        return Optional.of(new Fault(
                opened > closed
                        ? "a ) is missing; write ${" + function + ")".repeat((int) (opened - closed)) + "}"
                        : "there is a ) too many",
                true));
    }

    /** The first that is not there, as far as classes tell. */
    private static List<Fault> missing(Class<?> of, boolean known, List<String> calls) {
        Class<?> type = of;
        boolean exact = known;
        for (String call : calls) {
            String name = name(call);
            Class<?> here = type;
            if (name.isEmpty()
                    || here.isPrimitive()
                    || here.isArray()
                    || OPEN.stream().anyMatch(open -> open.isAssignableFrom(here))) {
                return List.of();
            }
            Set<Class<?>> results = results(here, name, call.endsWith(")") && !call.endsWith("()"));
            if (results.isEmpty() && !name.equals("class")) {
                boolean certain = exact || Modifier.isFinal(here.getModifiers());
                return List.of(new Fault(
                        "there is no method " + name + " of " + here.getSimpleName()
                                + Suggestion.didYouMean(name, names(here), beginning(name, names(here))),
                        certain));
            }
            if (results.size() != 1 || call.contains("[")) {
                return List.of();
            }
            type = results.iterator().next();
            exact = false;
        }
        return List.of();
    }

    /** Of a body that may be a text: a method of texts that is misspelt. */
    private static Optional<Fault> meant(String call) {
        String name = name(call);
        Set<String> ofTexts = names(String.class);
        if (!call.contains("(") || ofTexts.contains(name) || OF_OTHERS.contains(name)) {
            return Optional.empty();
        }
        Set<String> alike = ofTexts.stream()
                .filter(other -> name.length() >= BEGINNING && other.startsWith(name.substring(0, BEGINNING)))
                .collect(Collectors.toSet());
        String suggestion = Suggestion.didYouMean(name, alike, beginning(name, alike));
        return suggestion.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault("a text has no method " + name + suggestion, false));
    }

    private static String beginning(String name, Set<String> names) {
        return names.stream()
                .filter(longer -> name.length() >= BEGINNING && longer.startsWith(name))
                .findFirst()
                .map(longer -> "; did you mean " + longer + "?")
                .orElse("");
    }

    private static String name(String call) {
        return call.replaceFirst("^[.?]+", "").split("[(\\[]", 2)[0].strip();
    }

    /** Those that Camel finds by a name: itself, or what gives a property of that name. */
    private static Stream<Method> methods(Class<?> type, String name) {
        String property = StringHelper.capitalize(name);
        Set<String> names = Set.of(name, "get" + property, "is" + property);
        return Arrays.stream(type.getMethods()).filter(method -> names.contains(method.getName()));
    }

    /** What they give: those that are given nothing before others, as Camel prefers them. */
    private static Set<Class<?>> results(Class<?> type, String name, boolean given) {
        Set<Class<?>> all = methods(type, name).map(Method::getReturnType).collect(Collectors.toSet());
        Set<Class<?>> plain = methods(type, name)
                .filter(method -> method.getParameterCount() == 0)
                .map(Method::getReturnType)
                .collect(Collectors.toSet());
        return given || plain.isEmpty() ? all : plain;
    }

    private static Set<String> names(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .map(Method::getName)
                .flatMap(name -> name.matches("get[A-Z].*")
                        ? Stream.of(name, StringHelper.decapitalize(name.substring("get".length())))
                        : Stream.of(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
