package dev.piroutes.page;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Answers a request with one of the page's files. Only plain names: there are no folders to climb out of. */
public final class PageFiles implements Processor {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        String path = message.getHeader(Exchange.HTTP_PATH, "/", String.class);
        String name = path.equals("/") || path.isEmpty() ? "index.html" : path.substring(1);
        message.removeHeaders("*");
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type != null && name.matches("[a-z][a-z0-9-]*\\.[a-z]+")) {
            try (InputStream file = PageFiles.class.getResourceAsStream("/page/" + name)) {
                if (file != null) {
                    message.setHeader(Exchange.CONTENT_TYPE, type);
                    message.setBody(file.readAllBytes());
                    return;
                }
            }
        }
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 404);
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
        message.setBody("There is no " + path + " here; the bench page is at /\n");
    }
}
