package dev.piroutes.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.LogLines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else than routes stands in route files, edited while they run in Camel. */
class LiveKindsTest {

    private static final String TEMPLATE =
            """
            - routeTemplate:
                id: answer
                parameters: [{name: place}, {name: word}]
                from:
                  uri: "direct:{{place}}"
                  steps:
                    - setBody: {simple: {expression: "{{word}} in A"}}
            """;
    private static final String TEMPLATED =
            """
            - templatedRoute:
                routeTemplateRef: answer
                parameters: [{name: place, value: %s}, {name: word, value: %s}]
            """;
    private static final String ROUTE =
            """
            - route:
                id: %1$s
                from:
                  uri: direct:%1$s
                  steps:
                    - setBody: {simple: {expression: "%2$s"}}
            """;
    private static final String THROWING =
            """
            - route:
                id: throwing
                %s
                from:
                  uri: direct:throwing
                  steps:
                    - throwException: {exceptionType: java.lang.IllegalStateException, message: no}
            """;
    private static final String POLICY =
            """
            - routeConfiguration:
                %s
                onException:
                  - onException:
                      exception: [java.lang.Exception]
                      handled: {constant: {expression: "true"}}
                      steps:
                        - setBody: {constant: {expression: %s}}
            """;
    private static final String BEANS =
            """
            - beans:
                - name: words
                  type: dev.piroutes.live.LiveKindsTest$Words
                  properties: {text: %s}
            """;

    private static final String REST =
            """
            - rest:
                path: /words
                get:
                  - path: /one
                    to: direct:%s
            """;

    /** A bean such as people write. */
    public static final class Words {
        private String text = "";

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }
    }

    @TempDir
    Path folder;

    private final LogLines log = new LogLines("dev.piroutes");
    private final Map<String, String> files = new TreeMap<>();
    private final Main main = new Main();
    private LiveRoutes live;
    private int told;

    private LiveKindsTest file(String name, String text) {
        files.put(name + ".camel.yaml", text);
        return this;
    }

    private void start() throws Exception {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        main.configure()
                .withRoutesIncludePattern(files.keySet().stream()
                        .map(name -> "file:" + folder.resolve(name))
                        .collect(Collectors.joining(",")));
        main.setDefaultPropertyPlaceholderLocation("false");
        main.start();
        live = new LiveRoutes(context(), folder, name -> true, files);
        live.start();
    }

    @AfterEach
    void stop() throws Exception {
        live.close();
        main.stop();
        log.close();
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    private String ask(String place) {
        return context().createProducerTemplate().requestBody("direct:" + place, "", String.class);
    }

    private static String http(int port, String verb, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(verb, HttpRequest.BodyPublishers.noBody())
                .timeout(LiveBench.LIMIT)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void save(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".camel.yaml"), text);
    }

    private void saveAndAwait(String name, String text, String line) throws IOException {
        save(name, text);
        awaitLine(line);
    }

    /** A new one, of no more than a line. */
    private void awaitLine(String line) {
        await(line).atMost(LiveBench.LIMIT).untilAsserted(() -> assertThat(
                        log.lines().stream().skip(told))
                .anyMatch(said -> said.contains(line) && !said.contains("\n")));
        told = log.lines().size();
    }

    @Test
    void templatesAndWhatIsMadeOfThem() throws Exception {
        file("a", TEMPLATE + TEMPLATED.formatted("one", "uno") + ROUTE.formatted("beside", "b"));
        file("b", TEMPLATED.formatted("two", "due")).file("c", ROUTE.formatted("other", "o"));
        start();
        assertThat(ask("one") + ", " + ask("two")).isEqualTo("uno in A, due in A");
        Object other = context().getRoute("other");

        saveAndAwait(
                "a",
                TEMPLATE.replace("in A", "in B") + TEMPLATED.formatted("one", "uno") + ROUTE.formatted("beside", "b"),
                "a.camel.yaml changed, live");
        assertThat(ask("one") + ", " + ask("two")).isEqualTo("uno in B, due in B");

        saveAndAwait("b", TEMPLATED.formatted("three", "tre"), "b.camel.yaml changed, live");
        assertThat(ask("one") + ", " + ask("three")).isEqualTo("uno in B, tre in B");
        assertThat(context().hasEndpoint("direct:two")).isNull();
        assertThat(context().getRoutes()).hasSize(4);
        assertThat(model().getRouteTemplateDefinitions()).hasSize(1);
        assertThat(context().getRoute("other")).isSameAs(other);
    }

    @Test
    void aFileThatIsNoRouteFileByItsNameIsNamed() throws Exception {
        file("a", ROUTE.formatted("one", "uno"));
        start();

        Files.writeString(folder.resolve("b.yaml"), ROUTE.formatted("two", "due"));

        awaitLine("b.yaml: not a route file: routes are named b.camel.yaml");
        saveAndAwait("b", ROUTE.formatted("two", "due"), "b.camel.yaml is new, live");
        assertThat(ask("two")).isEqualTo("due");
    }

    private Model model() {
        return context().getCamelContextExtension().getContextPlugin(Model.class);
    }

    @Test
    void badTemplatesChangeNothing() throws Exception {
        file("a", TEMPLATE).file("b", TEMPLATED.formatted("two", "due"));
        start();

        saveAndAwait("a", TEMPLATE.replace("setBody", "setBady"), "a.camel.yaml:7:");
        assertThat(ask("two")).isEqualTo("due in A");
        saveAndAwait("b", TEMPLATED.formatted("two", "due").replace("Ref: answer", "Ref: anser"), "b.camel.yaml:");
        assertThat(ask("two")).isEqualTo("due in A");
        Files.delete(folder.resolve("a.camel.yaml"));
        awaitLine("what ran before runs on");
        assertThat(ask("two")).isEqualTo("due in A");
    }

    @Test
    void aConfigurationOfRoutesIsReplacedWhereverItIsUsed() throws Exception {
        file("a", THROWING.formatted("note: a")).file("z", POLICY.formatted("description: all", "first"));
        start();
        assertThat(ask("throwing")).isEqualTo("first");

        saveAndAwait("z", POLICY.formatted("description: all", "second"), "z.camel.yaml changed, live");
        assertThat(ask("throwing")).isEqualTo("second");
        assertThat(model().getRouteConfigurationDefinitions()).hasSize(1);

        saveAndAwait(
                "z", POLICY.formatted("description: all", "third").replace("handled", "handeld"), "z.camel.yaml:6:");
        assertThat(ask("throwing")).isEqualTo("second");

        saveAndAwait("b", ROUTE.formatted("b", "b") + POLICY.formatted("id: mine", "fourth"), "b.camel.yaml is new");
        assertThat(ask("throwing")).isEqualTo("second");
        saveAndAwait("a", THROWING.formatted("routeConfigurationId: mine"), "a.camel.yaml changed, live");
        assertThat(ask("throwing")).isEqualTo("fourth");
        saveAndAwait(
                "b", ROUTE.formatted("b", "b") + POLICY.formatted("id: mine", "fifth"), "b.camel.yaml changed, live");
        assertThat(ask("throwing")).isEqualTo("fifth");
    }

    @Test
    void whatIsMadeInJavaStays() throws Exception {
        main.configure().addRoutesBuilder(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration("java")
                        .onException(IllegalStateException.class)
                        .handled(true)
                        .setBody(constant("by Java"));
                routeConfiguration("handler").errorHandler(noErrorHandler());
            }

            @Override
            public void configure() {
                routeTemplate("made")
                        .templateParameter("place")
                        .templateParameter("word")
                        .from("direct:{{place}}")
                        .setBody(simple("{{word}} by Java"));
                onException(Exception.class).handled(true).setBody(constant("of its own"));
                interceptFrom().setHeader("seen", constant("yes"));
                from("direct:java").routeId("java-route").throwException(new IllegalArgumentException("no"));
            }
        });
        String template = TEMPLATED.formatted("two", "due").replace("Ref: answer", "Ref: made");
        file("a", THROWING.formatted("routeConfigurationId: java")).file("b", template);
        file("z", POLICY.formatted("id: mine", "first"));
        start();
        assertThat(ask("throwing") + ", " + ask("java") + ", " + ask("two"))
                .isEqualTo("by Java, of its own, due by Java");

        saveAndAwait("z", POLICY.formatted("id: mine", "second"), "z.camel.yaml changed, live");
        assertThat(ask("throwing") + ", " + ask("java") + ", " + ask("two"))
                .isEqualTo("by Java, of its own, due by Java");
        assertThat(model().getRouteConfigurationDefinitions())
                .extracting(RouteConfigurationDefinition::getId)
                .containsExactlyInAnyOrder("java", "handler", "mine");
        assertThat(log.lines())
                .anyMatch(line -> line.contains(
                        "restart to use the new routeConfiguration in what no route file has made: java-route"));

        saveAndAwait("b", template.replace("due", "zwei"), "b.camel.yaml changed, live");
        assertThat(ask("two")).isEqualTo("zwei by Java");
        assertThat(log.lines()).noneMatch(line -> line.contains("routeTemplate made"));

        saveAndAwait("a", THROWING.formatted("routeConfigurationId: mine"), "a.camel.yaml changed, live");
        assertThat(ask("throwing")).isEqualTo("second");
        Files.delete(folder.resolve("z.camel.yaml"));
        awaitLine("z.camel.yaml is gone");
        saveAndAwait("a", THROWING.formatted("routeConfigurationId: java"), "a.camel.yaml changed, live");
        assertThat(ask("throwing")).isEqualTo("by Java");
    }

    /** What check says beside faults, once, in its words. */
    @Test
    void whatMayBeMeantOtherwiseIsSaid() throws Exception {
        String described = ROUTE.replace("id: %1$s", "id: %1$s\n    description: Answers");
        file("a", described.formatted("one", "uno")).file("b", described.formatted("two", "due"));
        start();

        saveAndAwait(
                "a",
                described.formatted("one", "${body.toUpper()}"),
                "a.camel.yaml:7:42: warning: simple: ${body.toUpper()}: a text has no method toUpper; did you mean toUpperCase?");
        saveAndAwait(
                "b",
                described.formatted("two", "due") + "        - to: {id: on, uri: direct:on}\n",
                "b.camel.yaml:8:29: warning: no route begins with direct:on; did you mean direct:one?");
        saveAndAwait(
                "a",
                described.formatted("one", "{lab.rot}}/x").replace("simple:", "constant:"),
                "a.camel.yaml:7:44: warning: a brace is missing: write {{lab.rot}}");
        assertThat(log.lines().stream().filter(line -> line.contains("toUpper") || line.contains("direct:on;")))
                .as("each is said once")
                .hasSize(2);
    }

    @Test
    void whoUsesABeanOfAnotherFileGetsTheNewOne() throws Exception {
        String user = ROUTE.formatted("b", "")
                .replace("setBody: {simple: {expression: \"\"}}", "bean: {ref: words, method: getText}");
        file("a", BEANS.formatted("old")).file("b", user);
        file("c", ROUTE.formatted("c", "no words"));
        start();
        assertThat(ask("b")).isEqualTo("old");
        Object other = context().getRoute("c");

        saveAndAwait("a", BEANS.formatted("new"), "made anew with it: b.camel.yaml");

        assertThat(ask("b")).isEqualTo("new");
        assertThat(context().getRoute("c")).isSameAs(other);
    }

    @Test
    void restServices() throws Exception {
        file("a", REST.formatted("one")).file("b", ROUTE.formatted("one", "uno") + ROUTE.formatted("two", "due"));
        int port = FreePort.find();
        main.addOverrideProperty("camel.rest.inlineRoutes", "false");
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", String.valueOf(port));
        start();
        assertThat(http(port, "GET", "/words/one")).isEqualTo("uno");

        saveAndAwait("a", REST.formatted("two"), "a.camel.yaml changed, live");
        assertThat(http(port, "GET", "/words/one")).isEqualTo("due");

        saveAndAwait("a", REST.formatted("two").replace("path: /one", "paht: /one"), "a.camel.yaml:4:");
        assertThat(http(port, "GET", "/words/one")).isEqualTo("due");

        saveAndAwait(
                "a",
                REST.formatted("two") + "    post:\n      - path: /one\n        to: direct:one\n",
                "a.camel.yaml changed, live");
        assertThat(http(port, "GET", "/words/one") + ", " + http(port, "POST", "/words/one"))
                .isEqualTo("due, uno");

        saveAndAwait("c", REST.formatted("one").replace("/words", "/more"), "c.camel.yaml is new");
        assertThat(http(port, "GET", "/more/one") + ", " + http(port, "GET", "/words/one"))
                .isEqualTo("uno, due");

        saveAndAwait(
                "b", ROUTE.formatted("one", "eins") + ROUTE.formatted("two", "zwei"), "b.camel.yaml changed, live");
        assertThat(http(port, "GET", "/more/one") + ", " + http(port, "GET", "/words/one"))
                .isEqualTo("eins, zwei");

        Files.delete(folder.resolve("a.camel.yaml"));
        awaitLine("a.camel.yaml is gone");
        assertThat(context().getRoutes()).hasSize(3);
        assertThat(model().getRestDefinitions()).hasSize(1);
        assertThat(PluginHelper.getRestRegistry(context()).size()).isEqualTo(1);
    }

    @Test
    void whatAContextHasOnceWaitsForARestart() throws Exception {
        file("a", ROUTE.formatted("a", "old"));
        start();

        saveAndAwait(
                "a",
                ROUTE.formatted("a", "new") + "- restConfiguration:\n    component: platform-http\n",
                "a.camel.yaml: restart to use the new restConfiguration (what ran before runs on)");

        assertThat(ask("a")).isEqualTo("old");
        assertThat(context().getRestConfiguration().getComponent()).isNull();
        saveAndAwait("a", ROUTE.formatted("a", "new"), "a.camel.yaml changed, live");
        assertThat(ask("a")).isEqualTo("new");
    }
}
