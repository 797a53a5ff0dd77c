package dev.piroutes.verify;

import java.io.IOException;

/** Hears how examinations go on, from several threads at once; of what it does not implement, nothing. */
public interface Progress {

    /** Hears nothing. */
    Progress NONE = new Progress() {};

    /** A check is done. */
    default void checked(Contract contract, Result result) {}

    /** All checks of a device are done. */
    default void examined(Examined examined) {}

    /** The result could not be published; the examination stands. */
    default void notAnnounced(Examined examined, IOException why) {}
}
