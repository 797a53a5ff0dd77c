package dev.piroutes.verify;

import java.io.IOException;

/** Is called while examinations go on, from several threads at once. */
public interface Progress {

    /** Does nothing. */
    Progress NONE = new Progress() {};

    /** A check is done. */
    default void checked(Contract contract, Result result) {}

    /** All checks of a device are done. */
    default void examined(Examined examined) {}

    /** The result could not be published; the examination stands. */
    default void notAnnounced(Examined examined, IOException why) {}
}
