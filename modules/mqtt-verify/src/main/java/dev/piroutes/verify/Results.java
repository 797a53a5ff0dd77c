package dev.piroutes.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes checks one after the other, leaves out those that have no use any more, and keeps what came out. */
final class Results {

    /** One check's work. */
    @FunctionalInterface
    interface Body {
        Verdict run() throws Exception;
    }

    /** So many packets are shown at most, the last ones. */
    private static final int MOST_PACKETS = 40;

    private final Contract contract;
    private final List<String> contained;
    private final Selection selection;
    private final Supplier<List<String>> takeovers;
    private final Consumer<Result> progress;
    private final List<Result> results = new ArrayList<>();
    /** By check: the first check of a chain that failed. */
    private final Map<String, String> blocked = new HashMap<>();

    Results(Contract contract, Selection selection, Supplier<List<String>> takeovers, Consumer<Result> progress) {
        this.contract = contract;
        this.contained = Check.idsOf(contract);
        this.selection = selection;
        this.takeovers = takeovers;
        this.progress = progress;
    }

    /** @param needs checks that must not have failed before */
    void check(Check check, List<String> needs, Body body) throws InterruptedException {
        check(check, List.of(), needs, body);
    }

    /** @param prepares the checks that cannot be made without this one */
    void check(Check check, List<String> prepares, List<String> needs, Body body) throws InterruptedException {
        long start = System.nanoTime();
        boolean wanted = check == Check.CONNECTION || isWanted(check, prepares);
        add(check, wanted ? verdict(check.id(), needs, body) : Verdict.skipped("not asked for"), start);
    }

    /** One that is to be left out blocks those that need it, as one that failed does. */
    private boolean isWanted(Check check, List<String> prepares) {
        if (selection.skips(check.id())) {
            blocked.put(check.id(), check.id());
            return false;
        }
        return selection.wants(check.id())
                || prepares.stream().filter(contained::contains).anyMatch(selection::wants);
    }

    /** Looks again at a check that has passed: it stands if it passes now. */
    void again(Check check, Supplier<Verdict> now) {
        for (int i = 0; i < results.size(); i++) {
            Result before = results.get(i);
            if (before.check().equals(check.id()) && before.outcome() == Outcome.PASSED) {
                Verdict verdict = now.get();
                if (verdict.outcome() == Outcome.FAILED) {
                    results.remove(i);
                    add(check, verdict, System.nanoTime());
                    return;
                }
            }
        }
    }

    private void add(Check check, Verdict verdict, long start) {
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

    private Verdict verdict(String id, List<String> needs, Body body) throws InterruptedException {
        for (String need : needs) {
            String cause = blocked.get(need);
            if (cause != null) {
                blocked.put(id, cause);
                return Verdict.skipped("of no use before " + cause + " passes");
            }
        }
        boolean clash = id.equals(Check.CLIENT_ID.id());
        if (!clash && isClash()) {
            return Verdict.skipped("of no use while two clients have one client id");
        }
        try {
            Verdict verdict = body.run();
            return verdict.outcome() == Outcome.FAILED && !clash && isClash()
                    ? Verdict.skipped("disturbed: two clients have one client id")
                    : verdict;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Verdict.failed("the examiner could not go on: " + e.getMessage(), List.of());
        }
    }

    /** Once can be a device whose old connection died without a word. */
    boolean isClash() {
        return takeovers.get().size() > 1;
    }

    List<Result> all() {
        return List.copyOf(results);
    }
}
