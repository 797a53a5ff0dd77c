package dev.piroutes.cli;

import dev.piroutes.net.Address;
import dev.piroutes.verify.Contract;
import dev.piroutes.verify.Examined;
import dev.piroutes.verify.Outcome;
import dev.piroutes.verify.Progress;
import dev.piroutes.verify.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * What a person reads while {@code verify} runs: a line for each check; with several devices only for what fails, and one
 * when a device is done.
 */
final class VerifyProgress implements Progress, AutoCloseable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final boolean several;

    VerifyProgress(PrintStream out, int devices) {
        this.out = out;
        this.several = devices > 1;
    }

    void begin(List<Contract> contracts, String host, int port) {
        line("verify   " + contracts.get(0).title() + ": connect " + names(contracts) + " to " + address(host, port));
    }

    private static String names(List<Contract> contracts) {
        return contracts.size() == 1
                ? "the client " + contracts.get(0).clientId()
                : contracts.size() + " clients, " + contracts.get(0).clientId() + " to "
                        + contracts.get(contracts.size() - 1).clientId() + ",";
    }

    private static String address(String host, int port) {
        List<String> addresses = Address.isEverywhere(host) ? Brokers.addresses() : List.of();
        return addresses.isEmpty() ? new Address(host, port).toString() : String.join(" or ", addresses) + ":" + port;
    }

    /** What a person is asked to do; the bell calls them. */
    void prompt(String text) {
        line("\u0007>>> " + OneLine.printable(text));
    }

    @Override
    public void checked(Contract contract, Result result) {
        if (!several || result.outcome() == Outcome.FAILED) {
            line((several ? contract.root() + " " : "") + result.outcome().word() + "  " + result.check() + ": "
                    + OneLine.shorten(result.seen()));
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
        line(examined.root() + " could not be announced: " + OneLine.shorten(String.valueOf(why.getMessage())));
    }

    private synchronized void line(String text) {
        out.println(TIME.format(LocalTime.now()) + " " + text);
    }

    @Override
    public void close() {
        out.println();
    }
}
