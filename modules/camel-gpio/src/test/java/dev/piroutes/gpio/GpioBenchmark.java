package dev.piroutes.gpio;

import com.sun.management.OperatingSystemMXBean;
import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Measures the component on the virtual board: how long from a change of level to the exchange in the route, and how
 * much of a core 16 idle inputs take. A program, not a test: {@code docs/gpio.md} says how to run it.
 */
final class GpioBenchmark {
    private static final int ROUNDS = 20_000;
    private static final Duration IDLE = Duration.ofSeconds(20);

    private GpioBenchmark() {}

    public static void main(String[] args) throws Exception {
        latency("0");
        latency("20ms");
        idle();
        System.exit(0);
    }

    private static void latency(String debounce) throws Exception {
        VirtualBoard board = new VirtualBoard();
        CamelContext context = context(board);
        Semaphore arrived = new Semaphore(0);
        long[] end = new long[1];
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("gpio:21?event=change&debounce=" + debounce).process(exchange -> {
                    end[0] = System.nanoTime();
                    arrived.release();
                });
            }
        });
        context.start();
        int rounds = debounce.equals("0") ? ROUNDS : ROUNDS / 50;
        long[] took = new long[rounds];
        for (int i = -rounds / 2; i < rounds; i++) { // the first third warms up
            long start = System.nanoTime();
            board.drive(21, (i & 1) == 0 ? Level.HIGH : Level.LOW);
            arrived.acquire();
            if (i >= 0) {
                took[i] = end[0] - start;
            }
        }
        Arrays.sort(took);
        System.out.printf(
                "level change to exchange, debounce=%s: p50 %.3f ms, p99 %.3f ms, max %.3f ms (%d changes)%n",
                debounce, took[rounds / 2] / 1e6, took[rounds * 99 / 100] / 1e6, took[rounds - 1] / 1e6, rounds);
        context.stop();
        board.close();
    }

    private static void idle() throws Exception {
        VirtualBoard board = new VirtualBoard();
        CamelContext context = context(board);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (int pin = 2; pin < 18; pin++) {
                    from("gpio:" + pin + "?pull=up&activeLow=true").to("log:pressed");
                }
            }
        });
        context.start();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
        long before = system.getProcessCpuTime();
        LockSupport.parkNanos(IDLE.toNanos());
        double percent = 100.0 * (system.getProcessCpuTime() - before) / IDLE.toNanos();
        System.out.printf("16 idle inputs: %.2f %% of a core%n", percent);
        context.stop();
        board.close();
    }

    private static CamelContext context(VirtualBoard board) {
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("board", board);
        return context;
    }
}
