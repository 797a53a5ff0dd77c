package dev.piroutes.verify;

import java.io.IOException;

/** Hears how examinations go on, from several threads at once. */
public interface Progress {

    /** A check is done. */
    void checked(Contract contract, Result result);

    /** All checks of a device are done. */
    void examined(Examined examined);

    /** The result could not be published; the examination stands. */
    void notAnnounced(Examined examined, IOException why);
}
