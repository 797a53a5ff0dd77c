package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Boards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Routes on a real kernel, as a program for the guest of {@code src/test/gpio-vm}: a press lights an LED. */
final class PiGpioRoutes {
    private static final Path SIM = Path.of(System.getenv().getOrDefault("SIM", "/nowhere"));
    /** An emulated kernel beside busy programs is twenty times slower than alone. */
    private static final long LIMIT_NANOS = 300_000_000_000L;
    /** The finger is a program: it bounces for as long as the machine lets it wait between two writes. */
    private static final String BUTTON = "gpio:GP21?pull=up&activeLow=true&debounce=1s";

    private static final AtomicInteger RELEASES = new AtomicInteger();

    private PiGpioRoutes() {}

    public static void main(String[] args) throws Exception {
        Board board = Boards.open("pi");
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("board", board);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(BUTTON).routeId("button").to("gpio:GP20?action=TOGGLE");
                from(BUTTON + "&event=release").routeId("released").process(e -> RELEASES.incrementAndGet());
            }
        });
        context.start();
        for (int press = 0; press < 10; press++) {
            bounce();
            awaitLed(press % 2 == 0 ? "1" : "0");
            release(press + 1);
        }
        System.out.println("TEN PRESSES");
        context.getRouteController().stopRoute("button");
        context.getRouteController().startRoute("button");
        bounce();
        awaitLed("1");
        release(11);
        System.out.println("RESTARTED");
        board.close();
        context.stop();
        System.exit(0);
    }

    /** Presses as a worn button does. */
    private static void bounce() throws Exception {
        Files.writeString(SIM.resolve("sim_gpio21/pull"), "pull-down");
        Files.writeString(SIM.resolve("sim_gpio21/pull"), "pull-up");
        Files.writeString(SIM.resolve("sim_gpio21/pull"), "pull-down");
    }

    private static void release(int count) throws Exception {
        Files.writeString(SIM.resolve("sim_gpio21/pull"), "pull-up");
        await("release " + count, () -> RELEASES.get() == count);
    }

    private static void awaitLed(String value) throws Exception {
        Path led = SIM.resolve("sim_gpio20/value");
        await("LED " + value, () -> Files.readString(led).strip().equals(value));
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                System.out.println("TIMEOUT waiting for " + what);
                System.exit(1);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
