package dev.piroutes.gpio;

import dev.piroutes.board.Pull;
import java.util.Locale;

/** What the users of one input line must agree on. */
record InputOptions(Pull pull, boolean activeLow) {
    @Override
    public String toString() {
        return "an input with pull=" + pull.name().toLowerCase(Locale.ROOT) + ", activeLow=" + activeLow;
    }
}
