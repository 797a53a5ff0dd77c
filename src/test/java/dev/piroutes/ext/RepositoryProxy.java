package dev.piroutes.ext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy that has the files of a Maven repository, whichever host it is asked for; or that repository's server. */
final class RepositoryProxy implements AutoCloseable {

    private final HttpServer server;
    private final Path repository;
    private final @Nullable String permitted;
    private final String asks;
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();

    /** @param user as {@code name:password}; null lets everybody through */
    RepositoryProxy(Path repository, @Nullable String user) throws IOException {
        this(HttpServer.create(), repository, user, "Proxy-Auth");
    }

    private RepositoryProxy(HttpServer server, Path repository, @Nullable String user, String asks) throws IOException {
        this.repository = repository;
        this.asks = asks;
        permitted = user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The repository's own server, with these keys. */
    static RepositoryProxy overTls(Path repository, SSLContext keys) throws IOException {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(keys));
        return new RepositoryProxy(server, repository, null, "Proxy-Auth");
    }

    /** The repository's own server, which is for this user alone. */
    static RepositoryProxy withLogin(Path repository, String user) throws IOException {
        return new RepositoryProxy(HttpServer.create(), repository, user, "Auth");
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (permitted != null && !permitted.equals(exchange.getRequestHeaders().getFirst(asks + "orization"))) {
            boolean proxy = asks.startsWith("Proxy");
            exchange.getResponseHeaders().add(proxy ? "Proxy-Authenticate" : "WWW-Authenticate", "Basic realm=\"x\"");
            answer(exchange, proxy ? 407 : 401, new byte[0]);
            return;
        }
        hosts.add(String.valueOf(exchange.getRequestURI().getHost()));
        Path file = repository.resolve(exchange.getRequestURI().getPath().substring(1));
        if (Files.isRegularFile(file)) {
            answer(exchange, 200, Files.readAllBytes(file));
        } else {
            answer(exchange, 404, new byte[0]);
        }
    }

    /** The connection stays open for the next question. */
    private static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content);
        }
    }

    String port() {
        return String.valueOf(server.getAddress().getPort());
    }

    /** For which it was asked. */
    Set<String> hosts() {
        return hosts;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
