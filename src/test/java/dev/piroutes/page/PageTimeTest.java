package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page counts how long something has lasted whatever clocks show, and says when it was by the browser's. */
class PageTimeTest {

    private static final String SCRIPT =
            """
            import { date, passed, told } from './time.mjs';
            let steady = 1000;
            let clock = 86_400_000;
            performance.now = () => steady;
            Date.now = () => clock;
            told(500_000);
            const line = [passed(497_000)];
            steady += 2000;
            clock += 2000;
            line.push(passed(497_000), date(497_000).getTime());
            clock += 3_600_000; // somebody sets it
            line.push(passed(497_000), date(497_000).getTime());
            told(-70_000); // another start of Pi Routes, on another machine
            line.push(passed(-71_000));
            console.log(line.join(' '));
            """;

    @TempDir
    Path folder;

    @Test
    void nobodysClockChangesHowLongSomethingHasLasted() throws Exception {
        PageScript page = new PageScript(folder);
        page.copy("/page/time.js", "time.mjs");

        assertThat(page.run(SCRIPT, "time in the page's JavaScript").strip())
                .isEqualTo("3000 5000 86397000 5000 89997000 1000");
    }
}
