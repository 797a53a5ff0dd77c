package dev.piroutes.verify;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who does what only a hand can: a person who reads the prompts, the finger of a virtual bench for its buttons, or both, or
 * nobody.
 */
public final class Person {

    private final Consumer<String> prompts;
    private final boolean present;
    private final @Nullable BenchFinger finger;

    /**
     * @param prompts where a person reads what to do
     * @param present whether there is one
     * @param finger presses the buttons of a virtual bench, or null
     */
    public Person(Consumer<String> prompts, boolean present, @Nullable BenchFinger finger) {
        this.prompts = prompts;
        this.present = present;
        this.finger = finger;
    }

    /** Why nobody can press this button. */
    Optional<String> cannot(Contract.Press press) {
        if (present || finger != null && press.pin() >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                finger == null
                        ? "needs a person, or the buttons of a virtual bench (--bench)"
                        : "needs a person: the contract names no pin for the bench");
    }

    /** Whether it takes a person's time. */
    boolean isSlow(Contract.Press press) {
        return finger == null || press.pin() < 0;
    }

    /** Presses, or asks to. Returns at once if it asks. @param where which device is meant */
    void press(String where, Contract.Press press) throws Exception {
        BenchFinger own = finger;
        if (own != null && press.pin() >= 0) {
            own.press(press.pin());
        } else {
            prompts.accept(where + ": " + press.prompt());
        }
    }

    /** Asks for something that only a person can do; false if there is none. */
    boolean ask(String prompt) {
        if (present) {
            prompts.accept(prompt);
        }
        return present;
    }
}
