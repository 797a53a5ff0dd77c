package dev.piroutes.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.TimeUnit;

/** How a person presses the first button of a system without hardware: what its own page sends. */
enum PressMethod {
    /** It has no page with a button. */
    NONE {
        @Override
        Button on(Place place) {
            throw new BenchException("it has no page with a button");
        }
    },
    /** The bench page's WebSocket. */
    BENCH_PAGE {
        @Override
        Button on(Place place) throws Exception {
            return new PageButton(place);
        }
    },
    /** The inject node's button in Node-RED's editor: one click, nothing to release. */
    INJECT {
        @Override
        Button on(Place place) {
            // An upgrade to HTTP/2, which Java offers by default, makes Node-RED close the connection.
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            HttpRequest click = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + place.pagePort() + "/inject/press-toggle"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            return pressed -> {
                if (pressed
                        && client.send(click, HttpResponse.BodyHandlers.discarding())
                                        .statusCode()
                                != 200) {
                    throw new IOException("Node-RED refused the click");
                }
            };
        }
    };

    abstract Button on(Place place) throws Exception;

    /** A button that can be told to be down or up. */
    @FunctionalInterface
    interface Button {
        void set(boolean pressed) throws Exception;
    }

    private static final class PageButton implements Button {
        /** Kept: a client that nobody refers to closes its connections. */
        private final HttpClient client = HttpClient.newHttpClient();

        private final WebSocket socket;

        PageButton(Place place) throws Exception {
            URI address = URI.create("ws://127.0.0.1:" + place.pagePort() + "/bench");
            this.socket = client.newWebSocketBuilder()
                    .buildAsync(address, new WebSocket.Listener() {})
                    .get(10, TimeUnit.SECONDS);
        }

        @Override
        public void set(boolean pressed) {
            String what = pressed ? "press" : "release";
            socket.sendText("{\"do\": \"" + what + "\", \"pin\": 21}", true).join();
        }
    }
}
