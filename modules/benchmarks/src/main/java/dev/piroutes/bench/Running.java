package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of a started system. They end with it, devices first. */
final class Running implements AutoCloseable {
    private static final long STOP_SECONDS = 10;
    private static final long UP_SECONDS = 60;
    private static final long RETRY_MS = 5;

    private final List<Program> programs;
    private final Place place;
    private final List<Process> processes = new ArrayList<>();
    private final long startedAt = System.nanoTime();

    /** A bench that is told to end leaves nobody behind. */
    private final Thread hook = new Thread(this::stopAll, "stop-processes");

    private Running(List<Program> programs, Place place) {
        this.programs = programs;
        this.place = place;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts all at once, as an init system does. */
    static Running start(List<Program> programs, Place place) throws IOException {
        Running running = new Running(programs, place);
        try {
            for (Program program : programs) {
                running.processes.add(running.launch(program));
            }
        } catch (IOException e) {
            running.close();
            throw e;
        }
        return running;
    }

    private Process launch(Program program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(place.cpu().limit(program.command()));
        builder.environment().putAll(program.environment());
        return builder.directory(place.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(program).toFile()))
                .start();
    }

    private Path log(Program program) {
        return place.folder().resolve(program.name() + ".log");
    }

    /** {@link System#nanoTime} just before the first process was started. */
    long startedAt() {
        return startedAt;
    }

    Place place() {
        return place;
    }

    /** All processes, and those that they started. */
    List<Long> pids() {
        return processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** The process of the last program: the devices, where they are apart from the broker. */
    long devicesPid() {
        return processes.get(processes.size() - 1).pid();
    }

    long brokerPid() {
        return processes.get(0).pid();
    }

    /** @throws BenchException with the end of its log, if a process has ended */
    void mustRun() {
        for (int i = 0; i < processes.size(); i++) {
            if (!processes.get(i).isAlive()) {
                throw new BenchException(programs.get(i).name() + " ended with "
                        + processes.get(i).exitValue() + ": " + lastLine(i));
            }
        }
    }

    private String lastLine(int program) {
        try (Stream<String> lines = Files.lines(log(programs.get(program)))) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("it printed nothing");
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /**
     * Waits until the broker takes a connection.
     *
     * @throws BenchException if it ends instead, or takes too long
     */
    @SuppressWarnings("try") // That there is a connection is all.
    void awaitBroker() throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_SECONDS);
        while (true) {
            try (Link ignored = new Link(Link.Address.of(place.port()), "bench-up", true)) {
                return;
            } catch (IOException e) {
                mustRun();
                if (System.nanoTime() > limit) {
                    throw new BenchException("the broker did not answer within " + UP_SECONDS + " s");
                }
                Thread.sleep(RETRY_MS);
            }
        }
    }

    /** As {@code kill -9} does. */
    void crashBroker() throws IOException, InterruptedException {
        processes.get(0).destroyForcibly().waitFor();
    }

    void restartBroker() throws IOException {
        processes.set(0, launch(programs.get(0)));
    }

    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The bench itself is ending.
        }
    }

    private void stopAll() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            stop(processes.get(i));
        }
    }

    private static void stop(Process process) {
        try {
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
