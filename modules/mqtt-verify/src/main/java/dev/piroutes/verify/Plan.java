package dev.piroutes.verify;

import dev.piroutes.files.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The checks that a contract asks for. Makes them one after the other, and leaves out those that have no use any more. */
final class Plan {

    /** One check's work. */
    @FunctionalInterface
    interface Body {
        Verdict run() throws Exception;
    }

    /** The work of a check of something that a contract may leave out. */
    @FunctionalInterface
    interface BodyFor<T> {
        Verdict run(T wanted) throws Exception;
    }

    private record Step(Check check, List<Check> prepares, List<Check> needs, Body body) {}

    /** So many packets are shown at most, the last ones. */
    private static final int MOST_PACKETS = 40;

    private final Contract contract;
    private final Selection selection;
    private final BooleanSupplier clash;
    private final Consumer<Result> progress;
    private final List<Step> steps = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    /** By check: the first check of a chain that failed. */
    private final Map<String, String> blocked = new HashMap<>();

    /**
     * @param clash whether two clients have the device's client id
     * @param progress gets each check when it is done
     */
    Plan(Contract contract, Selection selection, BooleanSupplier clash, Consumer<Result> progress) {
        this.contract = contract;
        this.selection = selection;
        this.clash = clash;
        this.progress = progress;
    }

    /** @param needs checks that must not have failed before */
    void add(Check check, List<Check> needs, Body body) {
        add(check, List.of(), needs, body);
    }

    /** @param wanted what the contract demands; null: nothing, so there is no such check */
    <T> void add(Check check, List<Check> needs, @Nullable T wanted, BodyFor<T> body) {
        if (wanted != null) {
            add(check, needs, () -> body.run(wanted));
        }
    }

    /** @param prepares the checks that cannot be made without this one */
    void add(Check check, List<Check> prepares, List<Check> needs, Body body) {
        steps.add(new Step(check, prepares, needs, body));
    }

    /** The names of all checks, in order. */
    List<String> checks() {
        return steps.stream().map(step -> step.check().id()).toList();
    }

    void run() throws InterruptedException {
        for (Step step : steps) {
            long start = System.nanoTime();
            boolean wanted = step.check() == Check.CONNECTION || isWanted(step);
            done(step.check(), wanted ? verdict(step) : Verdict.skipped("not asked for"), start);
        }
    }

    /** One that is to be left out blocks those that need it, as one that failed does. */
    private boolean isWanted(Step step) {
        String id = step.check().id();
        if (selection.skips(id)) {
            blocked.put(id, id);
            return false;
        }
        List<String> planned = checks();
        return selection.wants(id)
                || step.prepares().stream()
                        .map(Check::id)
                        .filter(planned::contains)
                        .anyMatch(selection::wants);
    }

    /** Looks again at a check that has passed: it stands if it passes now. */
    void again(Check check, Supplier<Verdict> now) {
        boolean passed = results.stream()
                .anyMatch(before -> before.check().equals(check.id()) && before.outcome() == Outcome.PASSED);
        if (passed) {
            Verdict verdict = now.get();
            if (verdict.outcome() == Outcome.FAILED) {
                results.removeIf(before -> before.check().equals(check.id()));
                done(check, verdict, System.nanoTime());
            }
        }
    }

    private void done(Check check, Verdict verdict, long start) {
        if (verdict.outcome() == Outcome.FAILED) {
            blocked.put(check.id(), check.id());
        }
        List<Packet> packets = verdict.packets();
        Result result = new Result(
                check.id(),
                check.title(),
                verdict.outcome(),
                verdict.seen(),
                packets.subList(Math.max(0, packets.size() - MOST_PACKETS), packets.size()).stream()
                        .map(Packet::toString)
                        .toList(),
                verdict.outcome() == Outcome.FAILED ? contract.hint(check.id()) : null,
                Duration.ofNanos(System.nanoTime() - start));
        results.add(result);
        progress.accept(result);
    }

    private Verdict verdict(Step step) throws InterruptedException {
        String id = step.check().id();
        for (Check need : step.needs()) {
            String cause = blocked.get(need.id());
            if (cause != null) {
                blocked.put(id, cause);
                return Verdict.skipped("of no use before " + cause + " passes");
            }
        }
        boolean disturbed = step.check() != Check.CLIENT_ID;
        if (disturbed && clash.getAsBoolean()) {
            return Verdict.skipped("of no use while two clients have one client id");
        }
        try {
            Verdict verdict = step.body().run();
            return verdict.outcome() == Outcome.FAILED && disturbed && clash.getAsBoolean()
                    ? Verdict.skipped("disturbed: two clients have one client id")
                    : verdict;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Verdict.failed("the examiner could not go on: " + Reason.of(e), List.of());
        }
    }

    List<Result> results() {
        return List.copyOf(results);
    }
}
