package dev.piroutes.broker.guard;

/** A packet is not what MQTT says. Thrown and caught within this package, in numbers: without a stack trace. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Offence offence;

    Malformed(Offence offence) {
        super(offence.what(), null, false, false);
        this.offence = offence;
    }

    Malformed(String what) {
        this(Offence.malformed(what));
    }

    Offence offence() {
        return offence;
    }
}
