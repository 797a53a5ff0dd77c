package dev.piroutes.board;

import static dev.piroutes.board.Level.HIGH;
import static dev.piroutes.board.Level.LOW;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every board must do. Runs as a test on the virtual board and as a program on a real kernel, so it needs no test
 * library.
 */
final class BoardContract {
    /** One requirement. */
    @FunctionalInterface
    interface Case {
        void check(Rig rig, Board board) throws Exception;
    }

    private static final long LIMIT_NANOS = 30_000_000_000L;

    private BoardContract() {}

    /** Every case by its name, in an order that makes sense to read. */
    static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("a pull decides the level at rest", BoardContract::pulls);
        cases.put("changes from outside are reported in order, with the times of a clock", BoardContract::edges);
        cases.put("a level held before the input is opened is read, not reported", BoardContract::heldBefore);
        cases.put("a closed input reports nothing", BoardContract::closedInput);
        cases.put("an input can be opened, closed and opened again", BoardContract::reopenInput);
        cases.put("an output has its initial level at once", BoardContract::initial);
        cases.put("an output has the level written last", BoardContract::writes);
        cases.put("a closed output keeps its level and can be opened again", BoardContract::reopenOutput);
        cases.put("a pin can be output, then input, then output", BoardContract::roles);
        cases.put("an open pin cannot be opened again", BoardContract::twice);
        cases.put("listeners of the board hear inputs and outputs", BoardContract::listeners);
        cases.put("a burst of 100 edges ends in the true level", BoardContract::bursts);
        cases.put("an input opened after a pulse is alive", BoardContract::afterPulse);
        cases.put("making safe drives the shutdown levels and ends writing", BoardContract::safe);
        cases.put("making safe reaches outputs whose handles are closed", BoardContract::safeClosed);
        cases.put("a stuck listener cannot keep outputs from the shutdown level", BoardContract::stuck);
        cases.put("closing takes two seconds at most, with a stuck listener too", BoardContract::closing);
        return cases;
    }

    private static void pulls(Rig rig, Board board) {
        rig.release(21, Pull.UP);
        rig.release(22, Pull.DOWN);
        same(board.openInput(21, Pull.UP, ignore()).level(), HIGH);
        same(board.openInput(22, Pull.DOWN, ignore()).level(), LOW);
    }

    private static void edges(Rig rig, Board board) {
        List<LevelChange> heard = new CopyOnWriteArrayList<>();
        board.openInput(21, Pull.UP, into(heard));
        long start = board.nanoTime();
        for (int i = 0; i < 3; i++) {
            int before = heard.size();
            rig.drive(21, LOW);
            eventually("low is reported", () -> heard.size() == before + 1);
            rig.release(21, Pull.UP);
            eventually("high is reported", () -> heard.size() == before + 2);
        }
        same(levels(heard), List.of(LOW, HIGH, LOW, HIGH, LOW, HIGH));
        long latest = start;
        for (LevelChange change : heard) {
            check("times go forward", change.nanoTime() - latest >= 0);
            latest = change.nanoTime();
        }
        check("times are not in the future", board.nanoTime() - latest >= 0);
    }

    private static void heldBefore(Rig rig, Board board) {
        List<LevelChange> heard = new CopyOnWriteArrayList<>();
        rig.drive(23, HIGH);
        Line line = board.openInput(23, Pull.NONE, into(heard));
        same(line.level(), HIGH);
        rig.drive(23, LOW);
        eventually("low is reported", () -> !heard.isEmpty());
        same(levels(heard), List.of(LOW));
    }

    private static void closedInput(Rig rig, Board board) {
        List<LevelChange> heard = new CopyOnWriteArrayList<>();
        List<LevelChange> sentinel = new CopyOnWriteArrayList<>();
        InputLine closed = board.openInput(21, Pull.UP, into(heard));
        closed.close();
        closed.whenReported(until -> heard.add(new LevelChange(21, LOW, until)));
        board.openInput(22, Pull.UP, into(sentinel));
        rig.drive(21, LOW);
        rig.drive(22, LOW);
        eventually("the sentinel is reported", () -> !sentinel.isEmpty());
        same(heard.size(), 0);
        rig.release(21, Pull.UP);
        rig.release(22, Pull.UP);
    }

    private static void reopenInput(Rig rig, Board board) {
        for (int i = 0; i < 3; i++) {
            List<LevelChange> heard = new CopyOnWriteArrayList<>();
            try (Line line = board.openInput(21, Pull.UP, into(heard))) {
                same(line.level(), HIGH);
                rig.drive(21, LOW);
                eventually("low is reported", () -> levels(heard).equals(List.of(LOW)));
                rig.release(21, Pull.UP);
                eventually("high is reported", () -> heard.size() == 2);
            }
        }
    }

    private static void initial(Rig rig, Board board) {
        OutputLine high = board.openOutput(20, HIGH, LOW);
        OutputLine low = board.openOutput(16, LOW, LOW);
        same(rig.seen(20), HIGH);
        same(rig.seen(16), LOW);
        same(high.level(), HIGH);
        same(low.level(), LOW);
    }

    private static void writes(Rig rig, Board board) {
        OutputLine line = board.openOutput(20, LOW, LOW);
        for (Level level : List.of(HIGH, HIGH, LOW, HIGH, LOW, LOW)) {
            line.write(level);
            same(rig.seen(20), level);
            same(line.level(), level);
        }
    }

    private static void reopenOutput(Rig rig, Board board) {
        OutputLine first = board.openOutput(20, HIGH, LOW);
        first.close();
        same(rig.seen(20), HIGH);
        OutputLine second = board.openOutput(20, HIGH, LOW);
        same(rig.seen(20), HIGH);
        fails("closed", () -> first.write(LOW));
        first.close();
        second.write(LOW);
        same(rig.seen(20), LOW);
        second.close();
        board.openOutput(20, HIGH, LOW);
        same(rig.seen(20), HIGH);
    }

    private static void roles(Rig rig, Board board) {
        board.openOutput(19, HIGH, LOW).close();
        List<LevelChange> heard = new CopyOnWriteArrayList<>();
        rig.release(19, Pull.UP);
        try (Line input = board.openInput(19, Pull.UP, into(heard))) {
            same(input.level(), HIGH);
            rig.drive(19, LOW);
            eventually("low is reported", () -> levels(heard).equals(List.of(LOW)));
        }
        OutputLine output = board.openOutput(19, HIGH, LOW);
        same(rig.seen(19), HIGH);
        output.write(LOW);
        same(rig.seen(19), LOW);
    }

    private static void twice(Rig rig, Board board) {
        board.openOutput(20, LOW, LOW);
        board.openInput(21, Pull.UP, ignore());
        fails(
                "gpio:20: already open in this program as an output; close it first",
                () -> board.openOutput(20, LOW, LOW));
        fails("gpio:20: already open", () -> board.openInput(20, Pull.UP, ignore()));
        fails("gpio:21: already open in this program as an input", () -> board.openOutput(21, LOW, LOW));
        same(
                board.lines().stream().map(LineState::toString).toList(),
                List.of(new LineState(20, true, LOW).toString(), new LineState(21, false, HIGH).toString()));
    }

    private static void listeners(Rig rig, Board board) {
        List<LevelChange> heard = new CopyOnWriteArrayList<>();
        board.addListener(into(heard));
        board.openInput(21, Pull.UP, ignore());
        OutputLine output = board.openOutput(20, LOW, LOW);
        output.write(HIGH);
        eventually("the output is reported", () -> last(heard, 20) == HIGH);
        rig.drive(21, LOW);
        eventually("the input is reported", () -> last(heard, 21) == LOW);
        rig.release(21, Pull.UP);
        eventually("its release is reported", () -> last(heard, 21) == HIGH);
    }

    private static @Nullable Level last(List<LevelChange> heard, int pin) {
        return heard.stream()
                .filter(change -> change.pin() == pin)
                .reduce((one, next) -> next)
                .map(LevelChange::level)
                .orElse(null);
    }

    private static void bursts(Rig rig, Board board) {
        List<LevelChange> heard = new CopyOnWriteArrayList<>();
        Line line = board.openInput(21, Pull.UP, into(heard));
        for (int burst = 0; burst < rig.many(50); burst++) {
            Level last = burst % 2 == 0 ? LOW : HIGH;
            for (int edge = 0; edge < 100; edge++) {
                rig.drive(21, edge % 2 == 0 ? last : last.inverted());
            }
            rig.drive(21, last);
            AtomicLong since = new AtomicLong(System.nanoTime());
            eventually("burst " + burst + " ends in " + last + " and stays there", () -> {
                if (last(heard, 21) != last || line.level() != last) {
                    since.set(System.nanoTime());
                }
                return System.nanoTime() - since.get() > 300_000_000;
            });
        }
        for (int i = 1; i < heard.size(); i++) {
            check("reports alternate", heard.get(i).level() != heard.get(i - 1).level());
        }
        rig.release(21, Pull.UP);
    }

    private static void afterPulse(Rig rig, Board board) {
        for (int i = 0; i < rig.many(1000); i++) {
            int pin = 2 + i % 20;
            try (OutputLine pulse = board.openOutput(24, HIGH, LOW)) {
                pulse.write(LOW);
            }
            List<LevelChange> heard = new CopyOnWriteArrayList<>();
            rig.release(pin, Pull.UP);
            try (Line line = board.openInput(pin, Pull.UP, into(heard))) {
                same(line.level(), HIGH);
                rig.drive(pin, LOW);
                eventually("input " + i + " on pin " + pin + " is alive", () -> !heard.isEmpty());
            }
            rig.release(pin, Pull.UP);
        }
    }

    private static void safe(Rig rig, Board board) {
        OutputLine toLow = board.openOutput(20, HIGH, LOW);
        OutputLine toHigh = board.openOutput(16, LOW, HIGH);
        board.makeSafe();
        same(rig.seen(20), LOW);
        same(rig.seen(16), HIGH);
        toLow.write(HIGH);
        toHigh.write(LOW);
        board.makeSafe();
        same(rig.seen(20), LOW);
        same(rig.seen(16), HIGH);
        fails("shut down", () -> board.openOutput(12, HIGH, LOW));
    }

    private static void safeClosed(Rig rig, Board board) {
        board.openOutput(20, HIGH, LOW).close();
        board.makeSafe();
        same(rig.seen(20), LOW);
    }

    private static void stuck(Rig rig, Board board) throws Exception {
        CountDownLatch end = hang(rig, board);
        try {
            long start = System.nanoTime();
            board.makeSafe();
            check("making safe does not wait", System.nanoTime() - start < 1_000_000_000L);
            for (int pin = 4; pin < 10; pin++) {
                same(rig.seen(pin), LOW);
            }
        } finally {
            end.countDown();
        }
    }

    private static void closing(Rig rig, Board board) throws Exception {
        CountDownLatch end = hang(rig, board);
        try {
            long start = System.nanoTime();
            board.close();
            long took = System.nanoTime() - start;
            check("closing took " + took / 1_000_000 + " ms", took < 2_500_000_000L);
        } finally {
            end.countDown();
        }
    }

    /** Six outputs that are on, and a listener that never returns. */
    private static CountDownLatch hang(Rig rig, Board board) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        for (int pin = 4; pin < 10; pin++) {
            board.openOutput(pin, HIGH, LOW);
        }
        board.openInput(21, Pull.UP, (pin, level, nanoTime) -> {
            hangs.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        rig.drive(21, LOW);
        hangs.await();
        rig.release(21, Pull.UP);
        return end;
    }

    private static LevelListener ignore() {
        return (pin, level, nanoTime) -> {};
    }

    private static LevelListener into(List<LevelChange> heard) {
        return (pin, level, nanoTime) -> heard.add(new LevelChange(pin, level, nanoTime));
    }

    private static List<Level> levels(List<LevelChange> heard) {
        return new ArrayList<>(heard.stream().map(LevelChange::level).toList());
    }

    private static void same(Object actual, Object expected) {
        check("expected " + expected + ", but was " + actual, actual.equals(expected));
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static void fails(String message, Runnable work) {
        try {
            work.run();
        } catch (BoardException e) {
            check(
                    "the message '" + e.getMessage() + "' says '" + message + "'",
                    e.getMessage().contains(message));
            return;
        }
        throw new AssertionError("should have failed with " + message);
    }

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            check("not within 30 s: " + what, System.nanoTime() - end < 0);
            LockSupport.parkNanos(200_000);
        }
    }
}
