package dev.piroutes.clients;

import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * The program behind {@code src/test/clients/waiting.sh}. In each round a broker is started, the same messages wait for a
 * client of each library and version of MQTT, and these come one after another: each is a run.
 *
 * <pre>java -cp ... dev.piroutes.clients.WaitingRuns JAR RUNS SEED</pre>
 */
final class WaitingRuns {
    /** Nothing more came for so long: it never will. */
    /** What thousands of retained messages take. */
    private static final String HEAP = "-Xmx512m";

    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final List<Integer> SUBSCRIPTIONS = List.of(2, 8, 50);
    private static final int LEAST_EACH = 300;
    private static final int MOST_EACH = 5_000;
    /** Keeps a round within a minute or two. */
    private static final int MOST = 16_000;
    /** {@code max-retained} of broker.xml. */
    private static final int RETAINED = 10_000;

    private final Path jar;
    private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
    private int runs;

    private WaitingRuns(Path jar) {
        this.jar = jar;
    }

    public static void main(String[] args) throws Exception {
        // Broker and client end with this program, also on Ctrl-C.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        WaitingRuns all = new WaitingRuns(Path.of(args[0]).toAbsolutePath());
        int wanted = Integer.parseInt(args[1]);
        List<Library> libraries = new ArrayList<>();
        for (Library library : Library.values()) {
            Optional<String> missing = library.missing();
            missing.ifPresent(what -> System.out.println("NOT TESTED, not installed: " + what));
            if (missing.isEmpty()) {
                libraries.add(library);
            }
        }
        for (long seed = Long.parseLong(args[2]); all.runs < wanted; seed++) {
            for (Waiting waiting : rounds(new Random(seed))) {
                if (all.runs < wanted) {
                    all.round(waiting, libraries, wanted);
                }
            }
        }
        boolean good = all.table();
        System.exit(good && libraries.size() == Library.values().length ? 0 : 1);
    }

    /** All there is to combine, with numbers of messages and in an order that the seed decides. */
    private static List<Waiting> rounds(Random random) {
        List<Waiting> rounds = new ArrayList<>();
        for (int subscriptions : SUBSCRIPTIONS) {
            for (boolean retained : List.of(false, true)) {
                for (int qos : List.of(1, 2)) {
                    int most = Math.min(MOST_EACH, MOST / subscriptions);
                    rounds.add(new Waiting(
                            subscriptions, LEAST_EACH + random.nextInt(most - LEAST_EACH + 1), qos, retained));
                }
            }
        }
        Collections.shuffle(rounds, random);
        return rounds;
    }

    private void round(Waiting waiting, List<Library> libraries, int wanted)
            throws IOException, InterruptedException, MqttException {
        Path folder = Files.createTempDirectory("waiting");
        List<String> arguments = new ArrayList<>(List.of("broker", "--broker.port=0"));
        if (waiting.retained() && waiting.total() > RETAINED) {
            arguments.add("--broker.etc=" + moreRetained(folder));
        }
        try (Program broker = Program.start(jar, folder, Map.of(), List.of(HEAP), arguments.toArray(String[]::new))) {
            int port = broker.awaitReady();
            List<Subscriber> subscribers = new ArrayList<>();
            for (Library library : libraries) {
                for (int version : library.versions()) {
                    String clientId = library.name().toLowerCase(Locale.ROOT) + "-" + version;
                    subscribers.add(new Subscriber(library, version, port, clientId, waiting.qos(), waiting.filters()));
                }
            }
            if (!waiting.retained()) {
                for (Subscriber subscriber : subscribers) {
                    subscriber.subscribe();
                }
            }
            waiting.publish(port);
            for (Subscriber subscriber : subscribers) {
                if (runs < wanted) {
                    runs++;
                    long start = System.nanoTime();
                    Outcome outcome = subscriber.receive(waiting, SILENCE);
                    outcomes.computeIfAbsent(subscriber.toString(), s -> new ArrayList<>())
                            .add(outcome);
                    System.out.printf(
                            "%3d  %s; %s: %s in %.1f s%n",
                            runs, waiting, subscriber, outcome, (System.nanoTime() - start) / 1e9);
                }
            }
        } finally {
            delete(folder);
        }
    }

    /** The shipped configuration, with room for more retained messages. */
    private static Path moreRetained(Path folder) throws IOException {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        String shipped = Files.readString(Path.of("broker-etc/broker.xml"));
        String limit = "key=\"max-retained\" value=\"%d\"";
        Files.writeString(etc.resolve("broker.xml"), shipped.replace(limit.formatted(RETAINED), limit.formatted(MOST)));
        return etc;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Prints it; whether all was as it should be. */
    private boolean table() {
        String row = "%-26s %6s %8s %13s %7s%n";
        System.out.printf("%n" + row, "library", "runs", "stalled", "out of order", "ended");
        outcomes.forEach((subscriber, all) -> print(row, subscriber, all));
        List<Outcome> all = outcomes.values().stream().flatMap(List::stream).toList();
        print(row, "all", all);
        return all.stream().allMatch(Outcome::good);
    }

    private static void print(String row, String name, List<Outcome> all) {
        System.out.printf(
                row,
                name,
                all.size(),
                all.stream().filter(Outcome::stalled).count(),
                all.stream().filter(one -> !one.faults().isEmpty()).count(),
                all.stream().filter(Outcome::broken).count());
    }
}
