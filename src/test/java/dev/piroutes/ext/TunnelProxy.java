package dev.piroutes.ext;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy that makes tunnels (CONNECT) to one server of this machine, whichever host it is asked for. */
final class TunnelProxy implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final int target;
    private final @Nullable String permitted;
    private final HttpServer server;

    /** @param user as {@code name:password}; null lets everybody through */
    TunnelProxy(int target, @Nullable String user) throws Exception {
        this.target = target;
        permitted = user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, LOOPBACK)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.CONNECT)) {
            request.response().setStatusCode(405).end();
        } else if (permitted != null && !permitted.equals(request.getHeader("Proxy-Authorization"))) {
            request.response()
                    .setStatusCode(407)
                    .putHeader("Proxy-Authenticate", "Basic realm=\"proxy\"")
                    .end();
        } else {
            asked.add(request.uri());
            client.connect(target, LOOPBACK)
                    .onSuccess(far -> request.toNetSocket().onSuccess(near -> {
                        near.pipeTo(far);
                        far.pipeTo(near);
                    }))
                    .onFailure(e -> request.response().setStatusCode(502).end());
        }
    }

    String port() {
        return String.valueOf(server.actualPort());
    }

    /** Host and port of each tunnel. */
    Set<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
