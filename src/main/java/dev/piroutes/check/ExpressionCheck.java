package dev.piroutes.check;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import dev.piroutes.check.Catalogue.Kind;
import dev.piroutes.files.Reason;
import dev.piroutes.source.Expression;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Suggestion;
import dev.piroutes.source.Word;
import java.util.List;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Language;

/** Expressions: that their language is there, and that it can read them. */
final class ExpressionCheck {

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Findings findings;

    ExpressionCheck(List<RouteFile> files, Scratch scratch, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.findings = findings;
    }

    void check() {
        for (RouteFile file : files) {
            file.expressions().forEach(this::check);
        }
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
        } catch (NoSuchLanguageException e) {
            Word language = expression.language();
            findings.camelError(language.place(), "there is no language " + language + instead(language.text()));
        } catch (RuntimeCamelException | IllegalArgumentException | JsonPathException e) {
            findings.camelError(expression.text().place(), expression.language() + ": " + reason(e));
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
