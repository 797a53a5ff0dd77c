package dev.piroutes.page;

import java.util.Objects;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.vertx.websocket.VertxWebsocketComponent;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEndpointConfigurer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHost;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHostConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHostKey;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * The component {@code vertx-websocket} for the page: its consumers listen at the server that {@code platform-http} has
 * on the port they name, behind the same guard, and not, as they would by themselves, at a server of their own.
 */
public final class BenchSockets extends VertxWebsocketComponent {

    /** Camel finds it by an annotation that a subclass does not inherit; without it options would be ignored. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new VertxWebsocketEndpointConfigurer();
    }

    @Override
    protected VertxWebsocketHost createVertxWebsocketHost(
            VertxWebsocketHostConfiguration unused, VertxWebsocketHostKey key) {
        VertxPlatformHttpRouter router = Objects.requireNonNull(
                VertxPlatformHttpRouter.lookup(
                        getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(key.getPort())),
                "vertx-websocket: there is no HTTP server on port " + key.getPort());
        router.route()
                .order(Integer.MIN_VALUE)
                .handler(new PageGuard(property("page.host"), property("page.password")));
        VertxWebsocketHostConfiguration shared =
                new VertxWebsocketHostConfiguration(router.vertx(), router, null, null);
        return new VertxWebsocketHost(getCamelContext(), shared, key) {
            @Override
            public void start() {
                // platform-http has started the server
            }

            @Override
            public void stop() {
                getConnectedPeers().clear();
            }

            @Override
            public int getPort() {
                return key.getPort();
            }
        };
    }

    private @Nullable String property(String name) {
        String value = CamelContextHelper.parseText(getCamelContext(), "{{?" + name + "}}");
        return value == null || value.isBlank() ? null : value;
    }
}
