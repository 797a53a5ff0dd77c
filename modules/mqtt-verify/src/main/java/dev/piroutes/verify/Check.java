package dev.piroutes.verify;

/**
 * A thing that can be examined.
 *
 * @param id what options, hints and reports call it
 * @param title what it is about, for people
 */
record Check(String id, String title) {

    static final Check CONNECTION = new Check("connection", "Connects");
    static final Check CLIENT_ID = new Check("client-id", "Is alone with its client id");
    static final Check KEEP_ALIVE = new Check("keep-alive", "Keep-alive");
    static final Check SESSION = new Check("session", "Session");
    static final Check WILL = new Check("will", "Last will");
    static final Check SUBSCRIPTIONS = new Check("subscriptions", "Subscriptions");
    static final Check STATUS = new Check("status", "Says that it is online");
    static final Check ORDER = new Check("order", "Subscribes before it says online");
    static final Check UNKNOWN_PAYLOAD = new Check("unknown-payload", "Ignores unknown payloads");
    static final Check RECONNECT = new Check("reconnect", "Comes back after a restart of the broker");
    static final Check SUBSCRIBES_AGAIN = new Check("subscribes-again", "Subscribes again");
    static final Check STATUS_AGAIN = new Check("status-again", "Says online again");
    static final Check COMMANDS_WHILE_AWAY =
            new Check("commands-while-away", "Handles what was sent while it was away");
    static final Check PRESS_WHILE_AWAY = new Check("press-while-away", "Delivers a press made while it was away");
    static final Check REPEATED_COMMAND = new Check("repeated-command", "A command repeated after a cut (DUP)");
    static final Check RETAINED_COMMAND = new Check("retained-command", "A command that was retained");
    static final Check PINGS = new Check("pings", "Keeps its connection alive");
    static final Check CLEAN_STOP = new Check("clean-stop", "Says offline before it stops");

    static Check of(Contract.Reaction reaction) {
        return new Check("reaction-" + reaction.id(), "Answers " + reaction.send());
    }

    static Check of(Contract.Press press) {
        return new Check("press-" + press.id(), "Button " + press.id());
    }

    static Check of(Contract.Periodic report) {
        return new Check("report-" + report.id(), "Reports every " + Text.of(report.every()));
    }
}
