package dev.piroutes.page;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The page's HTTP server. Routes are attached to it when they start, but it listens only when it is told to, and may be told
 * again: an address that is not there, or a port that is taken, keeps no route from running.
 */
public final class PageServer extends VertxPlatformHttpServer {

    private static final int PATIENCE_SECONDS = 3;

    private final String host;
    private final int port;
    private @Nullable HttpServer listening;
    private boolean stopped;

    /** @param host name or address to listen at */
    public PageServer(String host, int port) {
        super(configuration(host, port));
        this.host = host;
        this.port = port;
    }

    private static VertxPlatformHttpServerConfiguration configuration(String host, int port) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(host);
        configuration.setBindPort(port);
        configuration.setPath("/");
        return configuration;
    }

    /** Adds it to a context whose routes are not there yet. */
    public void addTo(CamelContext context) throws Exception {
        context.addService(this, true, true);
    }

    @Override
    protected void startServer() {
        // Later: see listen().
    }

    /** Begins to listen. @throws IOException if that is not possible now */
    public synchronized void listen() throws IOException {
        if (listening != null || stopped) {
            return;
        }
        VertxPlatformHttpRouter router = Objects.requireNonNull(
                VertxPlatformHttpRouter.lookup(getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(port)));
        HttpServer server = getVertx().createHttpServer().requestHandler(router);
        CompletableFuture<HttpServer> bound =
                server.listen(port, host).toCompletionStage().toCompletableFuture();
        try {
            listening = bound.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            bound.thenAccept(HttpServer::close);
            throw new IOException("no answer from the network within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            bound.thenAccept(HttpServer::close);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    protected synchronized void stopServer() {
        stopped = true;
        HttpServer server = listening;
        listening = null;
        if (server != null) {
            await(server.close());
        }
    }

    @Override
    protected void stopVertx() {
        // None if the program's start failed before the page's.
        if (getVertx() != null) {
            await(getVertx().close());
        }
    }

    private static void await(Future<Void> closing) {
        try {
            closing.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The process ends, and its sockets with it.
        }
    }
}
