package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.virtualtime.VirtualTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with a virtual board, both in manual time, and a list of what the routes have seen. */
final class TestBench implements AutoCloseable {
    final VirtualTime time = new VirtualTime();
    final VirtualBoard board = new VirtualBoard(time::now, Runnable::run);
    final CamelContext context = new DefaultCamelContext();
    final List<Message> seen = new CopyOnWriteArrayList<>();

    TestBench() throws Exception {
        context.getRegistry().bind("board", board);
        context.getShutdownStrategy().setTimeout(5);
        GpioComponent gpio = new GpioComponent();
        gpio.setTimer(time.timer(Runnable::run));
        context.addComponent("gpio", gpio);
        context.start();
    }

    /** Adds a route that only notes what its input reports. */
    void input(String id, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .routeId(id)
                        .process(exchange -> seen.add(exchange.getMessage().copy()));
            }
        });
    }

    /** Adds a route that passes what is sent to {@code direct:id} to an output. */
    void output(String id, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id).routeId(id).to(uri);
            }
        });
    }

    String send(String id, Object body) {
        return context.createFluentProducerTemplate()
                .to("direct:" + id)
                .withBody(body)
                .request(String.class);
    }

    List<String> bodies() {
        return seen.stream().map(message -> message.getBody(String.class)).toList();
    }

    /** Presses a button that pulls its pin low. */
    void press(int pin) {
        board.drive(pin, Level.LOW);
    }

    void release(int pin) {
        board.release(pin);
    }

    @Override
    public void close() {
        context.stop();
        board.close();
    }

    /** The message of the innermost cause: what a person reads. */
    static String root(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }
}
