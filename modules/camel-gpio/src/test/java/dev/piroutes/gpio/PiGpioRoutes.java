package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Boards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Routes on a real kernel, as a program for the guest of {@code src/test/gpio-vm}: a press lights an LED. */
final class PiGpioRoutes {
    private static final Path SIM = Path.of(System.getenv().getOrDefault("SIM", "/nowhere"));
    /** An emulated kernel beside busy programs is twenty times slower than alone. */
    private static final long LIMIT_NANOS = 300_000_000_000L;

    private PiGpioRoutes() {}

    public static void main(String[] args) throws Exception {
        Board board = Boards.open("pi");
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("board", board);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("gpio:GP21?pull=up&activeLow=true").routeId("button").to("gpio:GP20?action=TOGGLE");
            }
        });
        context.start();
        for (int press = 0; press < 10; press++) {
            bounce();
            await(press % 2 == 0 ? "1" : "0");
            Files.writeString(SIM.resolve("sim_gpio21/pull"), "pull-up");
            LockSupport.parkNanos(100_000_000);
        }
        System.out.println("TEN PRESSES");
        context.getRouteController().stopRoute("button");
        context.getRouteController().startRoute("button");
        Files.writeString(SIM.resolve("sim_gpio21/pull"), "pull-up");
        LockSupport.parkNanos(100_000_000);
        bounce();
        await("1");
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

    private static void await(String value) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!Files.readString(SIM.resolve("sim_gpio20/value")).strip().equals(value)) {
            if (System.nanoTime() - end > 0) {
                System.out.println("TIMEOUT waiting for " + value);
                System.exit(1);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
