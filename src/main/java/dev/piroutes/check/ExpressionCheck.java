package dev.piroutes.check;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import dev.piroutes.check.Catalogue.Kind;
import dev.piroutes.files.Reason;
import dev.piroutes.source.Expression;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Suggestion;
import dev.piroutes.source.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Language;
import org.apache.camel.util.TimeUtils;

/** Expressions: that their language is there, and that it can read them. */
final class ExpressionCheck {

    /** The numbers that steps want. */
    private static final Map<String, Class<?>> NUMBERS = Map.of(
            "delay", Long.class,
            "throttle", Long.class,
            "loop", Integer.class,
            "completionTimeoutExpression", Long.class,
            "completionSizeExpression", Integer.class);

    /** Of these, what is a number is a time. */
    private static final Set<String> TIMES = Set.of("delay", "completionTimeoutExpression");

    /** The steps whose expression is the URI of an endpoint, or several. */
    private static final Set<String> URIS =
            Set.of("dynamicRouter", "enrich", "pollEnrich", "recipientList", "routingSlip");

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Findings findings;
    private final SimpleTrial trial;

    ExpressionCheck(List<RouteFile> files, Scratch scratch, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.findings = findings;
        this.trial = new SimpleTrial(scratch.context());
    }

    void check() {
        for (RouteFile file : files) {
            file.expressions().forEach(this::check);
            file.messages().stream()
                    .filter(message -> hasFunction(message.text().text()))
                    .forEach(this::check);
        }
    }

    private static boolean hasFunction(String text) {
        return text.contains("${") || text.contains("$simple{");
    }

    private void check(Expression expression) {
        try {
            Language language =
                    scratch.context().resolveLanguage(expression.language().text());
            String text = scratch.resolve(expression.text().text());
            if (!scratch.missing(expression.text().text()).isEmpty()) {
                return;
            }
            if (expression.language().text().equals("jsonpath") && text.startsWith("$") && !text.contains("${")) {
                JsonPath.compile(text); // Camel does that when the first message comes
            }
            if (expression.predicate()) {
                language.createPredicate(text).init(scratch.context());
            } else {
                language.createExpression(text).init(scratch.context());
            }
            late(expression, text);
        } catch (NoSuchLanguageException e) {
            Word language = expression.language();
            findings.camelError(language.place(), "there is no language " + language + instead(language.text()));
        } catch (RuntimeCamelException | IllegalArgumentException | JsonPathException e) {
            if (!isOfBeans(e, expression.text().place())) {
                findings.camelError(expression.text().place(), expression.language() + ": " + reason(e));
            }
        }
    }

    /** A bean that is declared is not here: what Camel says of it, it says when it tries the files. */
    private boolean isOfBeans(Exception e, Place place) {
        Optional<NoSuchBeanException> missing = Reason.find(e, NoSuchBeanException.class);
        Set<String> beans = files.stream()
                .flatMap(file -> file.beans().stream())
                .map(bean -> bean.name().text())
                .collect(Collectors.toSet());
        missing.map(NoSuchBeanException::getName)
                .filter(name -> !beans.contains(name))
                .ifPresent(name -> findings.camelError(place, BeanCheck.noBean(name, beans)));
        return missing.isPresent();
    }

    /** What Camel sees only when a message comes. */
    private void late(Expression expression, String text) {
        String language = expression.language().text();
        Place place = expression.text().place();
        if (language.equals("simple") && hasFunction(text)) {
            for (SimpleTrial.Fault fault : trial.of(text, expression.predicate())) {
                if (fault.certain()) {
                    findings.error(place, "simple: " + fault.message());
                } else {
                    findings.warning(place, "simple: " + fault.message());
                }
            }
        } else if (language.equals("simple") || language.equals("constant")) {
            constant(expression.step(), text, place);
            if (expression.predicate() && language.equals("constant") && !text.matches("(?i)true|false")) {
                findings.warning(
                        place,
                        "the condition is a text, and so always true; write simple: {expression: \"${body} == '" + text
                                + "'\"}, for example");
            }
        }
    }

    /** The same for every message. */
    private void constant(String step, String text, Place place) {
        Class<?> wanted = NUMBERS.get(step);
        if (wanted != null && scratch.context().getTypeConverter().tryConvertTo(wanted, text.strip()) == null) {
            boolean time = TIMES.contains(step);
            findings.error(
                    place,
                    step + " must be a whole number" + (time ? " of milliseconds" : "") + ", but was \"" + text + "\""
                            + (time && EndpointCheck.isDuration(text)
                                    ? "; write " + TimeUtils.toMilliSeconds(text)
                                    : ""));
        }
        String scheme = text.strip().split("[:?]", 2)[0];
        if (URIS.contains(step) && !scheme.isEmpty() && !scratch.hasComponent(scheme)) {
            findings.warning(
                    place,
                    "there is no component " + scheme
                            + EndpointCheck.instead(scheme, Catalogue.here(Kind.COMPONENT, scratch.context())));
        }
        if (step.equals("idempotentConsumer")) {
            findings.warning(
                    place,
                    "every message has the id \"" + text + "\": the first goes on, and no other; write simple:"
                            + " {expression: \"${body}\"}, for example");
        }
    }

    private String instead(String language) {
        return Catalogue.artifact(Kind.LANGUAGE, language)
                .map(artifact -> " here: use simple, or pi-routes add " + artifact)
                .orElseGet(() -> Suggestion.nearest(language, Catalogue.here(Kind.LANGUAGE, scratch.context()))
                        .or(() -> Suggestion.nearest(language, Catalogue.names(Kind.LANGUAGE)))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(" here: use simple"));
    }

    /** Camel appends the expression and a line of ^, which only help in a monospaced block. */
    private static String reason(Exception e) {
        return SimpleWords.explained(e).orElseGet(() -> firstLine(Reason.root(e)));
    }

    private static String firstLine(Throwable root) {
        return root.getMessage() == null ? Reason.of(root) : root.getMessage().split("\\R", 2)[0];
    }
}
