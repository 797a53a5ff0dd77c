package dev.piroutes.verify;

import java.util.ArrayList;
import java.util.List;

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
    static final Check COMMANDS_WHILE_AWAY = new Check("commands-while-away", "Obeys what was sent while it was away");
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

    /** The ids of all checks that a contract asks for, in order. */
    static List<String> idsOf(Contract contract) {
        List<Check> checks = new ArrayList<>(List.of(CONNECTION));
        add(checks, contract.online() != null, STATUS);
        add(checks, contract.subscribes() != null, SUBSCRIPTIONS);
        add(checks, contract.subscribeFirst(), ORDER);
        checks.add(CLIENT_ID);
        add(checks, contract.keepAlive() != null, KEEP_ALIVE);
        add(checks, contract.cleanSession() != null, SESSION);
        add(checks, contract.will() != null, WILL);
        contract.reactions().forEach(one -> checks.add(of(one)));
        add(checks, !contract.ignores().isEmpty(), UNKNOWN_PAYLOAD);
        contract.presses().forEach(one -> checks.add(of(one)));
        contract.reports().forEach(one -> checks.add(of(one)));
        checks.add(RECONNECT);
        List<Packet.Filter> subscribes = contract.subscribes();
        add(checks, subscribes != null && !subscribes.isEmpty(), SUBSCRIBES_AGAIN);
        add(checks, contract.online() != null, STATUS_AGAIN);
        add(checks, keepsCommands(contract), COMMANDS_WHILE_AWAY);
        add(checks, !contract.presses().isEmpty(), PRESS_WHILE_AWAY);
        add(checks, contract.repeatedCommand() != null, REPEATED_COMMAND);
        add(checks, contract.retainedCommand() != null, RETAINED_COMMAND);
        add(checks, contract.keepAlive() != null, PINGS);
        add(checks, contract.offline() != null, CLEAN_STOP);
        return checks.stream().map(Check::id).toList();
    }

    /** Whether the broker has to keep commands for the device while it is away. */
    static boolean keepsCommands(Contract contract) {
        return !contract.reactions().isEmpty() && Boolean.FALSE.equals(contract.cleanSession());
    }

    private static void add(List<Check> checks, boolean wanted, Check check) {
        if (wanted) {
            checks.add(check);
        }
    }
}
