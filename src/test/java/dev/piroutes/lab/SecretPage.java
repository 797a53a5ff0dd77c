package dev.piroutes.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The bench page that asks for a password, as a browser sees it. */
final class SecretPage {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    SecretPage(int port) {
        this.address = "127.0.0.1:" + port;
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("me:" + password).getBytes(UTF_8));
    }

    /** All of an answer, which must have this status. */
    String get(String path, String password, int status) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("http://" + address + path))
                        .header("Authorization", basic(password))
                        .timeout(LIMIT)
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(status);
        return response.headers().map() + response.body();
    }

    /** What the page is told first. */
    String socket(String password) throws Exception {
        StringBuffer text = new StringBuffer();
        WebSocket socket = client.newWebSocketBuilder()
                .header("Authorization", basic(password))
                .buildAsync(URI.create("ws://" + address + "/bench"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        text.append(data);
                        from.request(1);
                        return null;
                    }
                })
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        try {
            await("all of the page").atMost(LIMIT).until(() -> text.toString().contains("\"traces\""));
        } finally {
            socket.abort();
        }
        return text.toString();
    }
}
