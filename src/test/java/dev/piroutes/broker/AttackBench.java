package dev.piroutes.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what an attack costs a device: the time from a QoS 1 publish to its acknowledgement, while 1,000 well-behaved
 * clients a second come and go, and while somebody attacks. Both in one run, in turns, so that a busy machine counts for
 * both.
 *
 * <pre>java -cp ... dev.piroutes.broker.AttackBench SECONDS ROUNDS</pre>
 */
final class AttackBench {
    private static final int PER_SECOND = 1_000;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private AttackBench() {}

    private record Latency(double p50, double p99, int count, long connections) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "p50 %.2f ms, p99 %.2f ms (%d publishes, %d connections)",
                    p50,
                    p99,
                    count,
                    connections);
        }
    }

    public static void main(String[] args) throws IOException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        Path data = Files.createTempDirectory("attack-bench");
        double[] p50 = new double[rounds];
        double[] p99 = new double[rounds];
        try (BrokerProcess broker = BrokerProcess.start(data);
                WireClient device = WireClient.persistent(broker.port(), "device")) {
            // To warm up.
            measure(device, good(broker), seconds);
            measure(device, bad(broker), seconds);
            for (int round = 0; round < rounds; round++) {
                Latency idle = measure(device, new Attack(broker.port()), seconds);
                Latency base = measure(device, good(broker), seconds);
                Latency attacked = measure(device, bad(broker), seconds);
                p50[round] = attacked.p50 / base.p50;
                p99[round] = attacked.p99 / base.p99;
                System.out.println("round " + (round + 1));
                System.out.println("  alone: " + idle);
                System.out.println("  1,000 good clients a second: " + base);
                System.out.println("  attacked: " + attacked);
                System.out.printf(Locale.ROOT, "  ratio p50 %.2f, p99 %.2f%n", p50[round], p99[round]);
            }
        }
        Arrays.sort(p50);
        Arrays.sort(p99);
        System.out.printf(Locale.ROOT, "median ratio p50 %.2f, p99 %.2f%n", p50[rounds / 2], p99[rounds / 2]);
    }

    private static Attack good(BrokerProcess broker) {
        return new Attack(broker.port()).wellBehaved(PER_SECOND);
    }

    private static Attack bad(BrokerProcess broker) {
        return new Attack(broker.port())
                .connections(PER_SECOND)
                .malformed(200)
                .claims(50)
                .slowLoris();
    }

    private static Latency measure(WireClient device, Attack meanwhile, int seconds) {
        long[] nanos = new long[seconds * 1_000];
        int count = 0;
        try (meanwhile) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end && count < nanos.length) {
                long sent = System.nanoTime();
                device.publishAcked("bench", count % 65_535 + 1, "press");
                nanos[count++] = System.nanoTime() - sent;
                LockSupport.parkNanos(PAUSE);
            }
        }
        Arrays.sort(nanos, 0, count);
        return new Latency(nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6, count, meanwhile.connectionsMade());
    }
}
