package dev.piroutes.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.check.Wiring;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GraphTest {

    private static Graph lab() throws Exception {
        List<RouteFile> files = new ArrayList<>();
        for (String name : List.of("button-panel", "led")) {
            Path path = Path.of("src/main/resources/routes", name + ".camel.yaml");
            files.add(RouteFile.read(new RouteSource(path.toString(), Files.readString(path))));
        }
        return graph(files, GraphTest::resolve);
    }

    private static Graph graph(List<RouteFile> files, UnaryOperator<String> resolve) {
        try (Wiring wiring = new Wiring(Map.of("lab.root", "csc2106"))) {
            return new Graph(files, resolve, wiring);
        }
    }

    private static String resolve(String text) {
        return Pattern.compile("\\{\\{[^}:]*:([^}]*)}}")
                .matcher(text.replace("{{lab.root:csc2106}}", "csc2106"))
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
    }

    @Test
    void saysInLinesWhatIsWiredToWhat() throws Exception {
        assertThat(TextGraph.of(lab()))
                .isEqualTo(
                        """
                button-panel
                  GP21 → toggle-button → csc2106/led/cmd
                  GP22 → hello-button → csc2106/led/hello
                led
                  csc2106/led/cmd → led-command → GP20, csc2106/led/ack
                """);
    }

    @Test
    void isAMermaidFlowchart() throws Exception {
        assertThat(MermaidGraph.of(lab()))
                .isEqualTo(
                        """
                flowchart LR
                  n0(("GP21"))
                  n2(["csc2106/led/cmd"])
                  n3(("GP22"))
                  n5(["csc2106/led/hello"])
                  n7(("GP20"))
                  n8(["csc2106/led/ack"])
                  subgraph "button-panel"
                    n1["toggle-button"]
                    n4["hello-button"]
                  end
                  subgraph "led"
                    n6["led-command"]
                  end
                  n0 --> n1
                  n1 --> n2
                  n3 --> n4
                  n4 --> n5
                  n2 --> n6
                  n6 --> n7
                  n6 --> n8
                """);
    }

    /** To make it anew: {@code pi-routes graph --format=svg FILES > docs/lab.svg}. */
    @Test
    void thePictureInTheReadmeIsOfTheRoutesThatShip() throws Exception {
        assertThat(Files.readString(Path.of("docs/lab.svg"))).isEqualTo(SvgGraph.of(lab()));
    }

    @Test
    void aRouteThatHearsItselfEndsToo() throws Exception {
        RouteFile file = RouteFile.read(
                new RouteSource(
                        "loop.camel.yaml",
                        """
                - route:
                    id: loop
                    from:
                      uri: paho:a
                      steps:
                        - to:
                            uri: paho:a
                        - to:
                            uri: direct:<b>
                """));
        Graph graph = graph(List.of(file), text -> text);
        assertThat(TextGraph.of(graph)).isEqualTo("loop\n  a → loop → a, direct:<b>\n");
        assertThat(SvgGraph.of(graph)).contains(">a</text>", "direct:&lt;b&gt;");
    }

    /** Whatever a pin is called, and whether a Kamelet has it; a step that reads or presses one is no output of it. */
    @Test
    void aPinIsReadOrWritten() throws Exception {
        RouteFile file = RouteFile.read(
                new RouteSource(
                        "pins.camel.yaml",
                        """
                - route:
                    id: pins
                    from:
                      uri: kamelet:gpio-button-source
                      parameters: {pin: "pin:40"}
                      steps:
                        - to: {uri: gpio:17, parameters: {action: READ}}
                        - to: {uri: kamelet:gpio-led-sink, parameters: {pin: 18, action: READ}}
                        - to: {uri: gpio:19, parameters: {simulate: true}}
                        - to: {uri: kamelet:gpio-led-sink, parameters: {pin: 20}}
                        - to: {uri: gpio, parameters: {pin: "pin:38", action: "ON"}}
                        - toD: "gpio:22?action=${header.action}"
                        - to: "gpio:{{none}}"
                        - to: kamelet:no-such-one
                """));
        assertThat(TextGraph.of(graph(List.of(file), text -> text)))
                .isEqualTo("pins\n  GP21, GP17, GP18 → pins → GP19, GP20, GP22, {{none}}, kamelet:no-such-one\n");
    }
}
