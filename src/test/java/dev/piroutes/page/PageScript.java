package dev.piroutes.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Missing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs parts of the page's JavaScript in Node.js. Where there is none, the test says so and is skipped. */
final class PageScript {

    private final Path folder;

    PageScript(Path folder) {
        this.folder = folder;
    }

    /** Has a resource beside the script. @return its text */
    String copy(String resource, String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), UTF_8);
            Files.writeString(folder.resolve(name), text);
            return text;
        }
    }

    /** What the script prints. @param what it tests, in words */
    String run(String script, String what) throws Exception {
        Files.writeString(folder.resolve("test.mjs"), script);
        Process node;
        try {
            node = new ProcessBuilder("node", "test.mjs")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Missing.skip(what, "Node.js (Debian: apt-get install nodejs)");
            return "";
        }
        String output = new String(node.getInputStream().readAllBytes(), UTF_8);
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
