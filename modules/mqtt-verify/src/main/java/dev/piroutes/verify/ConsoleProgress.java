package dev.piroutes.verify;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * What a person reads while devices are examined: a line for each check; with several devices only for what fails, and one
 * when a device is done.
 */
final class ConsoleProgress implements Progress {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final boolean several;

    ConsoleProgress(PrintStream out, int devices) {
        this.out = out;
        this.several = devices > 1;
    }

    /** @param host as a device's program needs it */
    void begin(List<Contract> contracts, String host, int port) {
        Contract first = contracts.get(0);
        String clients = several
                ? contracts.size() + " clients, " + first.clientId() + " to "
                        + contracts.get(contracts.size() - 1).clientId() + ","
                : "the client " + first.clientId();
        line("verify   " + first.title() + ": connect " + clients + " to " + host + ":" + port);
    }

    /** What a person is asked to do; the bell calls them. */
    void prompt(String text) {
        line("\u0007>>> " + Text.printable(text));
    }

    @Override
    public void checked(Contract contract, Result result) {
        if (!several || result.outcome() == Outcome.FAILED) {
            line((several ? contract.root() + " " : "") + result.outcome().word() + "  " + result.check() + ": "
                    + Text.line(result.seen()));
        }
    }

    @Override
    public void examined(Examined examined) {
        if (several) {
            line(examined.root() + " " + examined.summary());
        }
    }

    @Override
    public void notAnnounced(Examined examined, IOException why) {
        line(examined.root() + " could not be announced: " + Text.line(Reason.of(why)));
    }

    private synchronized void line(String text) {
        out.println(TIME.format(LocalTime.now()) + " " + text);
    }
}
