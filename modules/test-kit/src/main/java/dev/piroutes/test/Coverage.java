package dev.piroutes.test;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** How often each step of the route files under test has been run. */
final class Coverage {

    /** A step, where it stands, and how often it was begun; its name is its id, or what it is. */
    record Step(String file, int line, String route, String name, LongAdder times) {
        boolean reached() {
            return times.sum() > 0;
        }

        String place() {
            return Path.of(file).getFileName() + ":" + line;
        }

        String where() {
            return place() + " " + name;
        }
    }

    private static final Comparator<Step> AS_WRITTEN =
            Comparator.comparing(Step::file).thenComparingInt(Step::line).thenComparing(Step::name);

    private final Map<String, Step> steps = new TreeMap<>();

    /** What Camel is to ask around every step it makes; counts those of these files only. */
    InterceptStrategy counting(Collection<String> files) {
        return (CamelContext context, NamedNode node, Processor target, Processor next) -> {
            String file = file(node);
            if (!files.contains(file)) {
                return target;
            }
            LongAdder times = step(file, node).times();
            return new DelegateAsyncProcessor(target) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    times.increment();
                    return super.process(exchange, callback);
                }
            };
        };
    }

    private static String file(NamedNode node) {
        String location = node.getLocation();
        return location == null ? "" : location.replaceFirst("^file:", "");
    }

    private synchronized Step step(String file, NamedNode node) {
        boolean named = node instanceof OptionalIdentifiedDefinition<?> step && step.hasCustomIdAssigned();
        String name = named ? node.getId() : node.getShortName();
        Step found = new Step(file, node.getLineNumber(), route(node), name, new LongAdder());
        return steps.computeIfAbsent(found.where(), key -> found);
    }

    private static String route(NamedNode node) {
        NamedNode top = node;
        while (top.getParent() != null) {
            top = top.getParent();
        }
        return top.getId();
    }

    /** Adds what another test class has run. */
    synchronized void add(Coverage other) {
        other.steps().forEach(step -> steps.merge(step.where(), step, Coverage::sum));
    }

    private static Step sum(Step one, Step other) {
        LongAdder times = new LongAdder();
        times.add(one.times().sum() + other.times().sum());
        return new Step(one.file(), one.line(), one.route(), one.name(), times);
    }

    /** In the order in which they stand in the files. */
    synchronized List<Step> steps() {
        return steps.values().stream().sorted(AS_WRITTEN).toList();
    }

    private List<Step> missed() {
        return steps().stream().filter(step -> !step.reached()).toList();
    }

    /** A line for each step: where it stands, its route, its id, how often it was run. */
    List<String> table(String title) {
        int where = width(steps().stream().map(Step::place));
        int route = width(steps().stream().map(Step::route));
        int name = width(steps().stream().map(Step::name));
        String format = "  %-" + where + "s  %-" + route + "s  %-" + name + "s  %s";
        return Stream.concat(
                        Stream.of(title + ": " + count()),
                        steps().stream()
                                .map(step -> String.format(
                                        format,
                                        step.place(),
                                        step.route(),
                                        step.name(),
                                        step.reached() ? step.times().sum() + "×" : "never")))
                .toList();
    }

    /** All of it in one line, with the steps that were never run by name. */
    String summary() {
        List<String> missed = missed().stream().map(Step::where).toList();
        return "Route coverage: " + count() + (missed.isEmpty() ? "" : "; never: " + String.join(", ", missed));
    }

    private String count() {
        int all = steps().size();
        return (all - missed().size()) + " of " + all + " steps run";
    }

    private static int width(Stream<String> column) {
        return column.mapToInt(String::length).max().orElse(1);
    }
}
