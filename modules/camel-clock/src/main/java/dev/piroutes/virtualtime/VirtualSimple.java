package dev.piroutes.virtualtime;

import java.lang.reflect.Field;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.impl.engine.AbstractCamelContext;
import org.apache.camel.language.simple.SimpleLanguage;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/** Camel's language simple, where {@code ${date:now}} is the date of a test. */
final class VirtualSimple extends SimpleLanguage {
    private static final String NOW = "VirtualTimeNow";
    private static final Pattern DATE = Pattern.compile("(\\bdate(?:-with-timezone)?:)now\\b");

    private final Clock clock;

    VirtualSimple(Clock clock) {
        this.clock = clock;
    }

    /** In the place of Camel's own, which the context has since it was built. */
    @SuppressWarnings("unchecked")
    void install(CamelContext context) {
        setCamelContext(context);
        try {
            Field languages = AbstractCamelContext.class.getDeclaredField("languages");
            languages.setAccessible(true);
            ((Map<String, Language>) languages.get(context)).put("simple", this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of Camel keeps its languages elsewhere", e);
        }
    }

    @Override
    public Expression createExpression(String expression) {
        return dated(expression, super.createExpression(translate(expression)));
    }

    @Override
    public Expression createExpression(String expression, @Nullable Object[] properties) {
        return dated(expression, super.createExpression(translate(expression), properties));
    }

    @Override
    public Predicate createPredicate(String expression) {
        return dated(expression, super.createPredicate(translate(expression)));
    }

    @Override
    public Predicate createPredicate(String expression, @Nullable Object[] properties) {
        return dated(expression, super.createPredicate(translate(expression), properties));
    }

    private static String translate(String expression) {
        return DATE.matcher(expression).replaceAll("$1exchangeProperty." + NOW);
    }

    private Expression dated(String text, Expression expression) {
        return DATE.matcher(text).find() ? new DatedExpression(clock, expression) : expression;
    }

    private Predicate dated(String text, Predicate predicate) {
        return DATE.matcher(text).find() ? new DatedPredicate(clock, predicate) : predicate;
    }

    /** Has the date in the exchange while it is asked for. */
    private static <T> T at(Clock clock, Exchange exchange, Supplier<T> answer) {
        exchange.setProperty(NOW, Date.from(clock.instant()));
        try {
            return answer.get();
        } finally {
            exchange.removeProperty(NOW);
        }
    }

    private record DatedExpression(Clock clock, Expression expression) implements Expression {
        @Override
        public <T> T evaluate(Exchange exchange, Class<T> type) {
            return at(clock, exchange, () -> expression.evaluate(exchange, type));
        }

        @Override
        public void init(CamelContext context) {
            expression.init(context);
        }
    }

    private record DatedPredicate(Clock clock, Predicate predicate) implements Predicate {
        @Override
        public boolean matches(Exchange exchange) {
            return at(clock, exchange, () -> predicate.matches(exchange));
        }

        @Override
        public void init(CamelContext context) {
            predicate.init(context);
        }
    }
}
