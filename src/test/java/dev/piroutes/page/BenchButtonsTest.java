package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.net.Url;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit is for what hangs: 200 pages one after another take a minute where nothing is left of the machine. */
@Timeout(240)
class BenchButtonsTest {

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final Vertx vertx = Vertx.vertx(PageServer.small());

    @AfterEach
    void stop() {
        vertx.close();
    }

    /** It tells in the moment in which somebody is there; and answers once that was shown, as the page does. */
    private static void tellAtOnce(ServerWebSocket browser) {
        StringBuilder asked = new StringBuilder();
        browser.textMessageHandler(text -> {
            asked.append(text);
            if (asked.indexOf("\"seen\"") >= 0) {
                Matcher id = ID.matcher(asked);
                while (id.find()) {
                    browser.writeTextMessage("{\"seq\":2,\"events\":[{\"type\":\"reply\",\"to\":" + id.group(1) + ""
                            + ",\"ok\":false,\"error\":\"no pin 99\"}]}");
                }
                asked.setLength(0);
                asked.append("\"seen\"");
            }
        });
        browser.writeTextMessage("{\"seq\":1,\"events\":[]}");
    }

    @Test
    void missesNothingHoweverSoonThePageBeginsToTell() throws Exception {
        HttpServer page = vertx.createHttpServer()
                .webSocketHandler(BenchButtonsTest::tellAtOnce)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        for (int i = 0; i < 200; i++) {
            press(page.actualPort());
        }
    }

    private static void press(int port) throws IOException {
        Url url = Url.parse("http://127.0.0.1:" + port, Map.of("http", 80)).orElseThrow();
        try (BenchButtons buttons = new BenchButtons(url)) {
            assertThatThrownBy(() -> buttons.press(99)).hasMessage("the bench page says: no pin 99");
        }
    }
}
