package dev.piroutes.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.kit.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's variables, declared in YAML and nowhere else, over restarts. */
class PersistentVariablesTest {
    private static final String COUNTER =
            """
            - route:
                id: count
                from:
                  uri: direct:count
                  steps:
                    - setVariable:
                        name: persistent:count
                        simple: {expression: "${sum(${variable.persistent:count},1)}"}
                    - setBody: {simple: {expression: "${variable.persistent:count}"}}
            - route:
                id: reset
                from: {uri: direct:reset, steps: [{removeVariable: {name: persistent:count}}]}
            """;

    @TempDir
    Path folder;

    private interface Use {
        void of(DefaultCamelContext context) throws Exception;
    }

    /** A program from its start to its stop. */
    private void run(String yaml, Use use) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.setProperty("variables.dir", folder.resolve("variables").toString());
            context.getPropertiesComponent().setOverrideProperties(properties);
            context.start();
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("count.camel.yaml", yaml));
            use.of(context);
        }
    }

    private static String send(DefaultCamelContext context, String uri) {
        return context.createFluentProducerTemplate().to(uri).request(String.class);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("variables"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aCountGoesOnAfterARestart() throws Exception {
        run(COUNTER, context -> {
            assertThat(send(context, "direct:count")).isEqualTo("1");
            assertThat(send(context, "direct:count")).isEqualTo("2");
        });
        run(COUNTER, context -> assertThat(send(context, "direct:count")).isEqualTo("3"));

        assertThat(files()).containsExactly("count");
        assertThat(Files.readString(folder.resolve("variables/count"))).isEqualTo("3\n");
    }

    @Test
    void isResetByAMessage() throws Exception {
        run(COUNTER, context -> {
            send(context, "direct:count");
            send(context, "direct:reset");
            assertThat(send(context, "direct:count")).isEqualTo("1");
            send(context, "direct:reset");
        });
        assertThat(files()).isEmpty();
    }

    @Test
    void aPersonMayChangeItBetweenTwoRuns() throws Exception {
        Files.createDirectories(folder.resolve("variables"));
        Files.writeString(folder.resolve("variables/count"), "41\n");

        run(COUNTER, context -> assertThat(send(context, "direct:count")).isEqualTo("42"));
    }

    @Test
    void whatMayBeLostIsWrittenAtTheStop() throws Exception {
        String declared = COUNTER
                + """
                - beans:
                    - name: persistent
                      type: dev.piroutes.variables.PersistentVariables
                      properties: {maxLost: 10}
                """;
        run(declared, context -> {
            IntStream.range(0, 10).forEach(i -> send(context, "direct:count"));
            assertThat(folder.resolve("variables")).doesNotExist();
            send(context, "direct:count");
            assertThat(Files.readString(folder.resolve("variables/count"))).isEqualTo("11\n");
            send(context, "direct:count");
            assertThat(Files.readString(folder.resolve("variables/count"))).isEqualTo("11\n");
        });
        assertThat(Files.readString(folder.resolve("variables/count"))).isEqualTo("12\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "../up", ".", "..", "Küche", "a b", "*", "x~", "%41", "lab/led/cmd"})
    void anyNameIsAFileOfTheFolder(String name) throws Exception {
        run(COUNTER, context -> variables(context).setVariable(name, "1"));

        assertThat(files()).hasSize(1);
        run(COUNTER, context -> assertThat(variables(context).getVariable(name)).isEqualTo("1"));
    }

    private static PersistentVariables variables(DefaultCamelContext context) {
        send(context, "direct:count");
        send(context, "direct:reset");
        return context.getRegistry()
                .findByType(PersistentVariables.class)
                .iterator()
                .next();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "", " ", "\n", "{\"a\": 1}", "ü"})
    void anyTextComesBack(String text) throws Exception {
        run(COUNTER, context -> variables(context).setVariable("text", text));
        run(COUNTER, context -> assertThat(variables(context).getVariable("text"))
                .isEqualTo(text));
    }

    @Test
    void whatIsDamagedIsSetAsideAndTheOthersCount() throws Exception {
        Files.createDirectories(folder.resolve("variables"));
        Files.writeString(folder.resolve("variables/count"), "7\n");
        Files.write(folder.resolve("variables/bad"), new byte[] {0, 0, 0});
        Files.write(folder.resolve("variables/worse"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.writeString(folder.resolve("variables/count~"), "half");

        try (LogLines log = new LogLines("dev.piroutes.variables")) {
            run(COUNTER, context -> assertThat(send(context, "direct:count")).isEqualTo("8"));
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains(" is damaged (it is no UTF-8 text"));
        }
        assertThat(files())
                .anyMatch(file -> file.startsWith("bad.damaged-"))
                .anyMatch(file -> file.startsWith("worse.damaged-"));
    }

    @Test
    void twoProgramsDoNotCountInOneFile() throws Exception {
        run(COUNTER, first -> {
            send(first, "direct:count");
            run(COUNTER, second -> assertThatThrownBy(() -> send(second, "direct:count"))
                    .hasStackTraceContaining(
                            "are in use by another program: give this one a variables.dir of its own"));
            assertThat(send(first, "direct:count")).isEqualTo("2");
        });
        run(COUNTER, context -> assertThat(send(context, "direct:count")).isEqualTo("3"));
    }

    @Test
    void whatIsNoTextIsRefused() throws Exception {
        run(COUNTER, context -> assertThatThrownBy(() -> variables(context).setVariable("x", new Object()))
                .hasMessageContaining("variable persistent:x: a Object cannot be kept in a file"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaid() throws Exception {
        Files.writeString(folder.resolve("variables"), "a file");
        try (LogLines log = new LogLines("dev.piroutes.variables")) {
            run(COUNTER, context -> assertThat(send(context, "direct:count")).isEqualTo("1"));
            assertThat(log.lines()).singleElement().asString().contains("it is not a folder", "set aside");
        }
    }
}
