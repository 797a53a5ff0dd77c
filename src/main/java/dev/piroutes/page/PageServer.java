package dev.piroutes.page;

import dev.piroutes.files.Reason;
import dev.piroutes.tls.OwnCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bench page and its HTTP server: the page's files, and at {@code /bench} a WebSocket for each browser. The page looks at
 * what runs from {@link #start}, but the server listens only when it is told to, and may be told again: an address that is not
 * there, or a port that is taken, keeps no route from running.
 */
public final class PageServer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);

    private final PageSettings settings;
    private final PageGuard guard;
    private final BenchPage page;
    private final CamelContext context;
    private final ExecutorService threads;
    private @Nullable Vertx vertx;
    private @Nullable HttpServer listening;
    private boolean closed;

    /** @param context where the devices run */
    public PageServer(CamelContext context, MessageSource messages, PageSettings settings) {
        this.settings = settings;
        guard = new PageGuard(settings);
        page = new BenchPage(context, messages, settings);
        this.context = context;
        threads = context.getExecutorServiceManager().newCachedThreadPool(this, "page-request");
    }

    /** Begins to look at what runs. */
    public void start() {
        page.start();
    }

    /** Begins to listen. @throws IOException if that is not possible now */
    public synchronized void listen() throws IOException {
        if (listening != null || closed) {
            return;
        }
        if (vertx == null) {
            vertx = Vertx.vertx(small());
        }
        HttpServer server = vertx.createHttpServer(options())
                .requestHandler(this::answer)
                .exceptionHandler(e -> LOG.debug("a browser's connection failed", e));
        try {
            listening = await(server.listen(settings.port(), settings.host()));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            server.close();
            throw new IOException("no answer from the network within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            server.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private HttpServerOptions options() {
        OwnCertificate own = settings.certificate();
        return own == null
                ? new HttpServerOptions()
                : new HttpServerOptions().setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(own));
    }

    /** For one thing at a time, and without a folder for temporary files. */
    static VertxOptions small() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private void answer(HttpServerRequest request) {
        if (!guard.admits(request)) {
            return;
        }
        String path = PageAddress.within(settings.address(), String.valueOf(request.path()));
        if (path.equals("/bench")) {
            request.toWebSocket()
                    .onSuccess(this::browser)
                    .onFailure(e -> LOG.debug("a browser's connection failed", e));
        } else if (request.method() != HttpMethod.GET) {
            PageGuard.refuse(request.response(), 405, "This page is read with GET.");
        } else {
            try {
                PageFiles.answer(path, request.response());
            } catch (IOException e) {
                PageGuard.refuse(request.response(), 500, path + " cannot be read: " + Reason.of(e));
            }
        }
    }

    private void browser(ServerWebSocket socket) {
        Turn turn = new Turn(threads);
        Browser browser = new Browser(
                frame -> socket.writeTextMessage(frame).onFailure(e -> LOG.debug("a browser was not told", e)));
        socket.textMessageHandler(text -> turn.run(() -> page.requested(browser, text)));
        socket.closeHandler(gone -> turn.run(() -> page.left(browser)));
        socket.exceptionHandler(e -> LOG.debug("a browser's connection failed", e));
        turn.run(() -> page.welcome(browser));
    }

    /** What one browser wants may take its time: it is done on another thread, in the order in which it came, and no other browser waits for it. */
    private static final class Turn {
        private final Executor threads;
        private CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);

        Turn(Executor threads) {
            this.threads = threads;
        }

        synchronized void run(Runnable action) {
            last = last.thenRunAsync(action, threads).exceptionally(e -> {
                if (!(e.getCause() instanceof RejectedExecutionException)) { // the program ends
                    LOG.warn("page     a browser's request failed: {}", String.valueOf(e.getCause()));
                    LOG.debug("because", e);
                }
                return null;
            });
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        page.close();
        context.getExecutorServiceManager().shutdownNow(threads);
        Vertx open = vertx;
        if (open != null) {
            try {
                await(open.close());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                // The process ends, and its sockets with it.
            }
        }
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
