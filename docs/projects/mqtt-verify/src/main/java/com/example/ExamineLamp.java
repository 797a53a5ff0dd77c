package com.example;

import dev.piroutes.verify.Contracts;
import dev.piroutes.verify.Examined;
import dev.piroutes.verify.Person;
import dev.piroutes.verify.Progress;
import dev.piroutes.verify.Selection;
import dev.piroutes.verify.TextReport;
import dev.piroutes.verify.Verifier;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Examines a lamp that connects to port 1884 in place of its broker, which is at localhost:1883. */
public final class ExamineLamp {

    private ExamineLamp() {}

    public static void main(String[] args) throws Exception {
        List<Examined> examined;
        try (Verifier verifier = verifier(1884, 1883)) {
            System.out.println("waiting for the lamp at port " + verifier.port());
            examined = examine(verifier);
        }
        TextReport.of(examined).forEach(System.out::println);
        System.exit(examined.stream().allMatch(Examined::passed) ? 0 : 1);
    }

    static Verifier verifier(int port, int broker) throws Exception {
        return new Verifier(
                new InetSocketAddress(port),
                new InetSocketAddress("localhost", broker),
                Contracts.load(Path.of("lamp.contract.yaml"), List.of()));
    }

    static List<Examined> examine(Verifier verifier) throws InterruptedException {
        return verifier.run(Selection.ALL, Person.NOBODY, Progress.NONE, false);
    }
}
