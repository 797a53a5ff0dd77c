package dev.piroutes.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Answers a request with one of the page's files. Only plain names: there are no folders to climb out of. */
final class PageFiles {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private PageFiles() {}

    static void answer(String path, HttpServerResponse response) throws IOException {
        String name = path.equals("/") ? "index.html" : path.substring(1);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type != null && name.matches("[a-z][a-z0-9-]*\\.[a-z]+")) {
            try (InputStream file = PageFiles.class.getResourceAsStream("/page/" + name)) {
                if (file != null) {
                    response.putHeader("Content-Type", type).end(Buffer.buffer(file.readAllBytes()));
                    return;
                }
            }
        }
        PageGuard.refuse(response, 404, "There is no " + path + " here; the bench page is at /");
    }
}
