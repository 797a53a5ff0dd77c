package dev.piroutes.verify;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who does what only a hand can: a person who reads the prompts, simulated buttons, or both, or nobody.
 */
public final class Person {

    /** Nobody: what needs a hand is skipped. */
    public static final Person NOBODY = new Person(prompt -> {}, false, null);

    private final Consumer<String> prompts;
    private final boolean present;
    private final @Nullable SimulatedButtons buttons;

    /**
     * @param prompts where a person reads what to do
     * @param present whether there is one
     * @param buttons those that can be pressed without a person, or null
     */
    public Person(Consumer<String> prompts, boolean present, @Nullable SimulatedButtons buttons) {
        this.prompts = prompts;
        this.present = present;
        this.buttons = buttons;
    }

    /** Why nobody can press this button. */
    Optional<String> cannot(Contract.Press press) {
        if (present || buttons != null && press.pin() >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                buttons == null
                        ? "needs a person, or the buttons of a virtual bench"
                        : "needs a person: the contract names no pin for the bench");
    }

    /** Whether it takes a person's time. */
    boolean isSlow(Contract.Press press) {
        return buttons == null || press.pin() < 0;
    }

    /** Presses, or asks to. Returns at once if it asks. @param where which device is meant */
    void press(String where, Contract.Press press) throws Exception {
        SimulatedButtons own = buttons;
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
