package dev.piroutes.check;

import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Route files in every form of Camel's YAML, and each of them with something spoilt. */
final class Corpus {

    private static final Path FOLDER = Path.of("src/test/resources/corpus");
    private static final Pattern CASE = Pattern.compile("(?m)^# (===|---) (.*)\n");

    /** What the steps of the corpus stand in. */
    private static final String AROUND =
            """
            - route:
                id: r
                from:
                  uri: direct:in
                  steps:
            %s
            - route:
                id: r2
                from:
                  uri: direct:in2
                  steps:
                    - log:
                        message: x
            - beans:
                - name: words
                  type: java.util.ArrayList
                - name: seen
                  type: org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository
            """;

    private Corpus() {}

    /** The files as they were written, by name. */
    static List<RouteSource> files() throws IOException {
        List<RouteSource> all = new ArrayList<>(read("files.yaml"));
        for (RouteSource steps : read("steps.yaml")) {
            String indented = steps.text().stripTrailing().indent(8).stripTrailing();
            all.add(new RouteSource(steps.name(), AROUND.formatted(indented)));
        }
        return all;
    }

    /** The same with one thing spoilt in each, what it is changing from file to file. */
    static List<RouteSource> spoilt(int each) throws IOException {
        List<RouteSource> spoilt = new ArrayList<>();
        int first = 0;
        for (RouteSource file : files()) {
            Spoiling[] ways = Spoiling.values();
            int made = 0;
            for (int i = 0; i < ways.length && made < each; i++) {
                Spoiling way = ways[(first + i) % ways.length];
                String text = way.spoil(file);
                if (!text.equals(file.text())) {
                    spoilt.add(new RouteSource(file.name() + ", " + way.words(), text));
                    made++;
                }
            }
            first++;
        }
        return spoilt;
    }

    private static List<RouteSource> read(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name));
        List<RouteSource> cases = new ArrayList<>();
        Matcher matcher = CASE.matcher(text);
        int begin = -1;
        String title = "";
        while (matcher.find()) {
            if (begin >= 0) {
                cases.add(new RouteSource(title, text.substring(begin, matcher.start())));
            }
            begin = matcher.end();
            title = matcher.group(2);
        }
        cases.add(new RouteSource(title, text.substring(begin)));
        return cases;
    }
}
