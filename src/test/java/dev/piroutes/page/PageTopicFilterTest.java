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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's JavaScript matches filters as Java does, by the same table of cases. */
class PageTopicFilterTest {

    private static final String SCRIPT =
            """
            import { matches } from './mqtt.mjs';
            import { readFileSync } from 'node:fs';
            const [head, ...cases] = readFileSync('table.csv', 'utf8').trim().split('\\n');
            console.log([head, ...cases.map((line) => line.split(','))
              .map(([, filter, topic]) => [matches(filter, topic), filter, topic].join(','))].join('\\n'));
            """;

    @TempDir
    Path folder;

    @Test
    void matchesAsMqttSays() throws Exception {
        copy("/page/mqtt.js", "mqtt.mjs");
        String table = copy("/topic-filters.csv", "table.csv");
        Files.writeString(folder.resolve("test.mjs"), SCRIPT);

        assertThat(node("test.mjs")).isEqualToIgnoringNewLines(table);
    }

    private String copy(String resource, String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), UTF_8);
            Files.writeString(folder.resolve(name), text);
            return text;
        }
    }

    private String node(String script) throws Exception {
        Process node;
        try {
            node = new ProcessBuilder("node", script)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Missing.skip("topic filters in the page's JavaScript", "Node.js (Debian: apt-get install nodejs)");
            return "";
        }
        String output = new String(node.getInputStream().readAllBytes(), UTF_8);
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
