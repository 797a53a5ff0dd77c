package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
        PageScript page = new PageScript(folder);
        page.copy("/page/mqtt.js", "mqtt.mjs");
        String table = page.copy("/topic-filters.csv", "table.csv");

        assertThat(page.run(SCRIPT, "topic filters in the page's JavaScript")).isEqualToIgnoringNewLines(table);
    }
}
