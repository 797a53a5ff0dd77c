package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.language.simple.SimpleLanguage;
import org.apache.camel.language.simple.types.BinaryOperatorType;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.tooling.model.LanguageModel;

/** The words of Camel's language simple, for who has misspelt one. */
final class SimpleWords {

    private static final String MODEL = "/META-INF/org/apache/camel/language/simple/simple.json";

    private static final Pattern FUNCTION = Pattern.compile("Unknown function: (\\w+).*");

    private static final Set<String> OPERATORS = Arrays.stream(BinaryOperatorType.values())
            .map(BinaryOperatorType::getOperatorText)
            .collect(Collectors.toSet());

    private SimpleWords() {}

    /** What simple says of an expression, in a line, with the word that was meant; nothing if it is not simple that failed. */
    static Optional<String> explained(Throwable failure) {
        // What follows only helps in a monospaced block.
        String line = String.valueOf(Reason.root(failure).getMessage()).split("\\R", 2)[0];
        Matcher function = FUNCTION.matcher(line);
        return function.matches()
                ? Optional.of(line + Suggestion.didYouMean(function.group(1), functions()))
                : Reason.find(failure, SimpleIllegalSyntaxException.class)
                        .map(e -> operator(e).orElse(line));
    }

    /** Of a misspelt operator simple says the first letter only. */
    private static Optional<String> operator(SimpleIllegalSyntaxException e) {
        String text = String.valueOf(e.getExpression());
        if (e.getIndex() < 0 || e.getIndex() >= text.length()) {
            return Optional.empty();
        }
        String word = text.substring(e.getIndex()).strip().split("\\s", 2)[0];
        return Suggestion.nearest(word, OPERATORS)
                .map(near -> "there is no operator " + word + "; did you mean " + near + "?");
    }

    /** How a function with brackets is written; empty if there is none of that name. */
    static Optional<String> form(String function) {
        return forms().stream().filter(form -> form.startsWith(function + "(")).findFirst();
    }

    /** Their names, without what they are given. */
    private static Set<String> functions() {
        return forms().stream().map(form -> form.split("\\W", 2)[0]).collect(Collectors.toSet());
    }

    private static List<String> forms() {
        try (InputStream in = Objects.requireNonNull(SimpleLanguage.class.getResourceAsStream(MODEL), MODEL)) {
            LanguageModel model =
                    JsonMapper.generateLanguageModel(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return model.getFunctions().stream()
                    .map(LanguageModel.LanguageFunctionModel::getName)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(MODEL + " cannot be read", e);
        }
    }
}
