package dev.piroutes.bench;

/** The lab's topics, at its default root. */
final class Topics {
    static final String COMMAND = "csc2106/led/cmd";
    static final String ACKNOWLEDGEMENT = "csc2106/led/ack";
    static final String STATUS_A = "csc2106/devA/status";
    static final String STATUS_B = "csc2106/devB/status";
    static final String STATUSES = "csc2106/+/status";

    static final Message TOGGLE = new Message(COMMAND, "TOGGLE", false);

    private Topics() {}
}
