package dev.piroutes.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.util.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on 127.0.0.1: {@code /observe/health}, {@code /observe/health/live}, {@code /observe/health/ready} (503 when
 * not), {@code /observe/metrics} and {@code /observe/status}. It only reads; nothing can be changed through it. It is the
 * JDK's own HTTP server: it starts in milliseconds, and serves a broker alone as well as devices.
 */
public final class ManagementServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final String JSON = "application/json";

    static {
        // A client that does not finish its request, or does not read the answer, is let go after so many seconds.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
    }

    private record Answer(int code, String type, byte[] body) {}

    private interface Handler {
        Answer answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "management");
        thread.setDaemon(true);
        return thread;
    });

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param port to listen on; 0 for any free one
     * @param version of the program, for status
     * @throws IOException if it cannot listen there
     */
    public static ManagementServer start(int port, String version, Watched watched) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        ManagementServer management = new ManagementServer(HttpServer.create(address, 0));
        Metrics metrics = new Metrics(watched);
        management.serve("/observe/health", exchange -> health(all(watched), watched.degraded()));
        management.serve("/observe/health/live", exchange -> health(watched.live(), List.of()));
        management.serve("/observe/health/ready", exchange -> health(watched.ready(), watched.degraded()));
        management.serve("/observe/status", exchange -> json(200, Status.of(version, watched)));
        management.serve("/observe/metrics", exchange -> {
            Metrics.Page page = metrics.scrape(exchange.getRequestHeaders().getFirst("Accept"));
            return new Answer(200, page.contentType(), page.body());
        });
        management.server.setExecutor(management.threads);
        management.server.start();
        return management;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                send(exchange, answer(exchange, path, handler));
            } catch (IOException e) {
                LOG.debug("{}: the client went away", path, e);
            }
        });
    }

    private static Answer answer(HttpExchange exchange, String path, Handler handler) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return text(405, "only GET and HEAD");
        }
        // A context also gets what lies below it.
        if (!exchange.getRequestURI().getPath().replaceFirst("/$", "").equals(path)) {
            return text(
                    404,
                    "there are /observe/health, /observe/health/live, /observe/health/ready, /observe/metrics"
                            + " and /observe/status");
        }
        try {
            return handler.answer(exchange);
        } catch (IOException | RuntimeException e) {
            // Parts come and go, above all while the program starts and stops.
            LOG.debug("{} failed", path, e);
            return text(503, "not available now: " + Reason.of(e));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.code(), -1);
        } else {
            exchange.sendResponseHeaders(answer.code(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private static List<Check> all(Watched watched) {
        List<Check> all = new ArrayList<>(watched.ready());
        watched.live().stream().filter(check -> !all.contains(check)).forEach(all::add);
        return all;
    }

    private static Answer health(List<Check> checks, List<String> degraded) {
        JsonObject health = Status.health(checks, degraded);
        return json(health.get("status").equals("UP") ? 200 : 503, health);
    }

    private static Answer json(int code, JsonObject json) {
        return new Answer(code, JSON, (json.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Answer text(int code, String line) {
        return new Answer(code, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
