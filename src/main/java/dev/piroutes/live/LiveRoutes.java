package dev.piroutes.live;

import dev.piroutes.check.Blame;
import dev.piroutes.check.Checker;
import dev.piroutes.check.Explain;
import dev.piroutes.check.Verdict;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Live editing: makes what runs follow the route files of a folder. Each file is swapped in as a whole, after it has been
 * checked and rehearsed; one that is bad changes nothing, and its first faults are told in a line each. What counts is
 * what the files say once they have settled, not which events there were: however an editor saves is right.
 */
public final class LiveRoutes implements AutoCloseable {

    /** How long a file must be missing to be gone: some programs delete a file and write it anew. */
    private static final Duration GONE = Duration.ofMillis(500);

    private static final String MISSING = "\0missing";
    private static final String UNREADABLE = "\0unreadable";

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final CamelContext context;
    private final RouteFolder folder;
    private final Checker checker;
    private final Swap swap;
    /** What runs, by the name of its file. */
    private final Map<String, String> running;
    /** What is on disk and does not run, so that it is told once: a text, {@link #MISSING} or {@link #UNREADABLE}. */
    private final Map<String, String> refused = new HashMap<>();

    /** What check says of what runs, beside faults; null until there has been an edit. */
    private @Nullable Set<String> remarks;

    private final Map<String, Long> missingSince = new HashMap<>();
    private @Nullable RouteWatch watch;
    private Runnable afterwards = () -> {};

    /**
     * @param context has been started with these files
     * @param folder where the files are
     * @param wanted whether a file of such a name, if it comes, is to run
     * @param running the files that the context has loaded, by name
     */
    public LiveRoutes(CamelContext context, Path folder, Predicate<String> wanted, Map<String, String> running) {
        this.context = context;
        this.folder = new RouteFolder(folder, file -> running.containsKey(file) || wanted.test(file));
        this.running = new TreeMap<>(running);
        this.checker = Checker.beside(context);
        this.swap = new Swap(context, this.folder::location);
    }

    /** Sets what is to be done after each swap, also one that was undone; before {@link #start}. */
    public void afterwards(Runnable step) {
        afterwards = step;
    }

    /**
     * Begins to watch.
     *
     * @throws IOException if the system cannot watch files
     */
    public void start() throws IOException {
        RouteWatch started = new RouteWatch(folder, this::look);
        watch = started;
        started.start();
    }

    /** Ends it; what runs, runs on. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    private boolean look(long since) {
        Map<String, Finding> unreadable = new HashMap<>();
        Map<String, String> texts;
        try {
            texts = folder.texts(unreadable);
        } catch (IOException e) {
            LOG.debug("live: {}", e.toString());
            return false;
        }
        unreadable.forEach((file, problem) -> refuse(file, UNREADABLE, problem));
        Set<String> changed = changed(texts, unreadable.keySet());
        boolean again = !missingSince.isEmpty();
        if (!changed.isEmpty()) {
            follow(changed, texts, since);
        }
        return again;
    }

    /** The files that are to be replaced. */
    private Set<String> changed(Map<String, String> texts, Set<String> unreadable) {
        Set<String> changed = new TreeSet<>();
        texts.forEach((file, text) -> {
            missingSince.remove(file);
            if (text.equals(running.get(file))) {
                if (refused.remove(file) != null) {
                    LOG.info("live     {} is again as it runs", file);
                }
            } else if (!text.equals(refused.get(file)) && isWhole(file, text)) {
                changed.add(file);
            }
        });
        for (String file : running.keySet()) {
            if (!texts.containsKey(file) && !unreadable.contains(file) && !MISSING.equals(refused.get(file))) {
                long missing = System.nanoTime() - missingSince.computeIfAbsent(file, f -> System.nanoTime());
                if (missing >= GONE.toNanos()) {
                    missingSince.remove(file);
                    changed.add(file);
                }
            }
        }
        return changed;
    }

    /** Whether the file has what it had to have: one that is being written has not yet. */
    private boolean isWhole(String file, String text) {
        String now = running.get(file);
        if (now == null) {
            return !text.isBlank();
        }
        if (RouteSource.isDevice(now) && !RouteSource.isDevice(text)) {
            refuse(
                    file,
                    text,
                    Finding.error(file, "has no \"- route:\" any more; to stop its device, delete the file"));
            return false;
        }
        if (text.isBlank()) {
            refuse(file, text, Finding.error(file, "is empty; to be without it, delete the file"));
            return false;
        }
        return true;
    }

    private void follow(Set<String> changed, Map<String, String> texts, long since) {
        Set<String> candidates = new TreeSet<>(changed);
        while (!candidates.isEmpty()) {
            Set<String> blamed = attempt(candidates, texts, since);
            candidates.removeAll(blamed);
            if (blamed.isEmpty()) {
                return;
            }
        }
    }

    /**
     * Tries to swap files in.
     *
     * @return those that are to blame if it cannot be done; none if it is done
     */
    private Set<String> attempt(Set<String> candidates, Map<String, String> texts, long since) {
        Map<String, String> after = new TreeMap<>(texts);
        after.keySet().retainAll(candidates);
        Map<String, String> before = new TreeMap<>(running);
        before.keySet().retainAll(candidates);
        Verdict verdict = checker.judge(sources(candidates, after));
        List<Finding> problems = problems(verdict, candidates);
        if (problems.isEmpty()) {
            problems = onlyAtStart(candidates, after);
        }
        if (problems.isEmpty()) {
            try {
                Set<String> along = SharedDeclarations.dependents(before, after, running);
                boolean configurations = SharedDeclarations.configurationsDiffer(before, after);
                Duration away = replace(with(along, before), with(along, after), configurations);
                List<RouteSource> old = sources(Set.of(), Map.of());
                running.keySet().removeAll(candidates);
                running.putAll(after);
                candidates.forEach(refused::remove);
                say(before, after, along, away, since);
                remark(verdict, old);
                return Set.of();
            } catch (Exception e) {
                LOG.debug("live: not swapped in", e);
                problems = List.of(blame(e, after, candidates));
            }
        }
        Set<String> blamed = problems.stream()
                .map(finding -> finding.place().file())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        blamed.retainAll(candidates);
        if (blamed.isEmpty()) {
            blamed.addAll(candidates);
        }
        for (Finding problem : problems) {
            tell(problem, blamed.stream().anyMatch(running::containsKey));
        }
        blamed.forEach(file -> refused.put(file, texts.getOrDefault(file, MISSING)));
        return blamed;
    }

    /** The texts, and those of files that are to be made anew as they are. */
    private Map<String, String> with(Set<String> along, Map<String, String> texts) {
        Map<String, String> all = new TreeMap<>(running);
        all.keySet().retainAll(along);
        all.putAll(texts);
        return all;
    }

    private List<Finding> onlyAtStart(Set<String> candidates, Map<String, String> after) {
        return candidates.stream()
                .flatMap(file ->
                        SharedDeclarations.onlyAtStart(running.getOrDefault(file, ""), after.getOrDefault(file, ""))
                                .map(kind -> Finding.error(file, "restart to use the new " + kind))
                                .stream())
                .toList();
    }

    private Duration replace(Map<String, String> before, Map<String, String> after, boolean configurations)
            throws Exception {
        try {
            return swap.replace(before, after, configurations);
        } finally {
            afterwards.run();
        }
    }

    /** What would run: first what stays, then what is new, so that a clash is the new one's. */
    private List<RouteSource> sources(Set<String> candidates, Map<String, String> after) {
        List<RouteSource> sources = new ArrayList<>();
        running.forEach((file, text) -> {
            if (!candidates.contains(file)) {
                sources.add(new RouteSource(file, text));
            }
        });
        after.forEach((file, text) -> sources.add(new RouteSource(file, text)));
        return sources;
    }

    /** Tells what check says of the files beside faults, and did not say of them as they were before. */
    private void remark(Verdict verdict, List<RouteSource> old) {
        Set<String> before = remarks == null ? words(checker.read(old)) : remarks;
        for (Finding finding : verdict.findings()) {
            if (!before.contains(word(finding))) {
                LOG.atLevel(finding.severity() == Severity.HINT ? Level.INFO : Level.WARN)
                        .log("live     {}", finding);
            }
        }
        remarks = words(verdict.findings());
    }

    private static Set<String> words(List<Finding> findings) {
        return findings.stream().map(LiveRoutes::word).collect(Collectors.toSet());
    }

    /** Wherever it is in the file: lines move. */
    private static String word(Finding finding) {
        return finding.place().file() + ": " + finding.message();
    }

    private List<Finding> problems(Verdict verdict, Set<String> candidates) {
        List<Finding> found = verdict.findings().stream()
                .filter(Finding::isError)
                .filter(problem -> candidates.contains(problem.place().file()))
                .toList();
        return found.isEmpty() ? verdict.refusal().stream().toList() : found;
    }

    private Finding blame(Exception failure, Map<String, String> after, Set<String> candidates) {
        String file = after.keySet().stream()
                .filter(name -> Explain.inOneLine(failure).contains(name))
                .findFirst()
                .orElseGet(() -> candidates.iterator().next());
        return Blame.of(failure, new RouteSource(file, after.getOrDefault(file, "")));
    }

    private void refuse(String file, String text, Finding problem) {
        if (!text.equals(refused.put(file, text))) {
            tell(problem, running.containsKey(file));
        }
    }

    private static void tell(Finding problem, boolean runs) {
        LOG.error(
                "live     {}: {}{}",
                problem.place(),
                problem.message(),
                runs ? " (what ran before runs on)" : " (it does not run)");
    }

    private static void say(
            Map<String, String> before, Map<String, String> after, Set<String> along, Duration away, long since) {
        long millis = Duration.ofNanos(System.nanoTime() - since).toMillis();
        String others = along.isEmpty() ? "" : "; made anew with it: " + String.join(", ", along);
        after.keySet()
                .forEach(file -> LOG.info(
                        "live     {} {} after {} ms{}{}",
                        file,
                        before.containsKey(file) ? "changed, live" : "is new, live",
                        millis,
                        before.containsKey(file) ? "; its routes were away for " + away.toMillis() + " ms" : "",
                        others));
        before.forEach((file, text) -> {
            if (!after.containsKey(file)) {
                LOG.info("live     {} is gone{}", file, RouteSource.isDevice(text) ? ", its device has stopped" : "");
            }
        });
    }
}
