package dev.piroutes.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The contract on a real kernel, as a program for the guest of {@code src/test/gpio-vm}: {@code $SIM} is the folder of
 * the simulated chip in sysfs. Exits with the number of cases that failed.
 *
 * <p>With an argument it is one of the processes that the scenarios of the guest need: {@code hold PIN TIME}
 * switches a pin on until it is ended, and then keeps it for a time in its shutdown level; {@code open KIND} opens a board, says which, and opens pin 5.
 */
final class PiBoardContract implements Rig {
    private static final Path SIM = Path.of(System.getenv().getOrDefault("SIM", "/nowhere"));

    private PiBoardContract() {}

    public static void main(String[] args) throws Exception {
        String what = args.length == 0 ? "contract" : args[0];
        switch (what) {
            case "hold" -> hold(Integer.parseInt(args[1]), Duration.parse(args.length > 2 ? args[2] : "PT0S"));
            case "open" -> open(args[1]);
            case "taken" -> System.out.println("TAKEN " + Boards.taken("pi", List.of(4, 5)));
            default -> System.exit(contract());
        }
    }

    private static int contract() {
        int failed = 0;
        Rig rig = new PiBoardContract();
        for (Map.Entry<String, BoardContract.Case> entry : BoardContract.cases().entrySet()) {
            long start = System.nanoTime();
            try (Board board = rig.open()) {
                entry.getValue().check(rig, board);
                System.out.println("ok " + entry.getKey() + " (" + (System.nanoTime() - start) / 1_000_000 + " ms)");
            } catch (Exception | AssertionError e) {
                failed++;
                System.out.println("FAILED " + entry.getKey() + ": " + e);
                e.printStackTrace(System.out);
            }
        }
        return failed;
    }

    private static void hold(int pin, Duration keep) throws InterruptedException {
        Board board = Boards.open("pi");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            board.makeSafe();
            System.out.println("SAFE");
            LockSupport.parkNanos(keep.toNanos());
            board.close();
        }));
        board.openOutput(pin, Level.HIGH, Level.LOW);
        System.out.println("HOLDING on " + board.describe());
        Thread.currentThread().join();
    }

    private static void open(String kind) {
        try (Board board = Boards.open(kind)) {
            System.out.println("BOARD " + board.describe());
            board.openOutput(5, Level.LOW, Level.LOW);
            System.out.println("PIN opened");
        } catch (BoardException e) {
            System.out.println("ERROR " + e.getMessage());
        }
    }

    @Override
    public Board open() {
        return Boards.open("pi");
    }

    @Override
    public void drive(int pin, Level level) {
        write("sim_gpio" + pin + "/pull", level == Level.HIGH ? "pull-up" : "pull-down");
    }

    @Override
    public void release(int pin, Pull pull) {
        drive(pin, pull.restLevel());
    }

    @Override
    public Level seen(int pin) {
        try {
            return Files.readString(SIM.resolve("sim_gpio" + pin + "/value"))
                            .strip()
                            .equals("1")
                    ? Level.HIGH
                    : Level.LOW;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int many(int onKernel) {
        return onKernel;
    }

    private static void write(String file, String text) {
        try {
            Files.writeString(SIM.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
