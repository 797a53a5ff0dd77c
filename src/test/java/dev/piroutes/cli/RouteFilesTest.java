package dev.piroutes.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {

    @TempDir
    Path folder;

    @Test
    void findsTheLabInTheJar() {
        RouteFiles lab = RouteFiles.in(null);
        assertThat(lab.locations("all"))
                .contains(
                        "classpath:routes/button-panel.camel.yaml",
                        "classpath:routes/led.camel.yaml",
                        "classpath:routes/monitor.camel.yaml",
                        "classpath:routes/gpio-timer.camel.yaml",
                        "classpath:routes/error-policy.camel.yaml");
        assertThat(lab.properties()).contains("lab.root", "led.pin", "button-panel.toggle-pin", "gpio-timer.enabled");
    }

    @Test
    void aProgramThatLoadsThemHasTheGivenPropertiesAndNotThoseOfTheEnvironment() throws IOException {
        assertThat(System.getenv()).containsKeys("PATH", "HOME");
        Main main = new Main();
        Path file = Files.writeString(folder.resolve("x.camel.yaml"), "- beans: []\n");
        RouteFiles.load(main, List.of("file:" + file), Map.of("path", "given"));
        main.init();
        assertThat(main.getCamelContext().resolvePropertyPlaceholders("{{path}} {{home:none}}"))
                .isEqualTo("given none");
        main.stop();
    }

    @Test
    void alwaysLoadsWhatDevicesShare() {
        assertThat(RouteFiles.in(null).locations("led"))
                .containsExactly("classpath:routes/error-policy.camel.yaml", "classpath:routes/led.camel.yaml");
    }

    @Test
    void saysWhichDevicesThereAre() {
        assertThatThrownBy(() -> RouteFiles.in(null).locations("led,buttonpanel"))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "devices: there is no device \"buttonpanel\" in the jar; there are: button-panel, gpio-timer, led,"
                                + " monitor; did you mean button-panel?");
        assertThatThrownBy(() -> RouteFiles.in(null).locations(" , "))
                .hasMessageStartingWith("devices must be all, or some of");
    }

    @Test
    void takesAFolderInstead() throws IOException {
        write("mine.camel.yaml", "- route:\n    id: x\n    from:\n      uri: timer:{{a.b:1}}-{{?c}}-{{env:HOME}}\n");
        write("notes.yaml", "- route:\n");
        write(".#mine.camel.yaml", "- route:\n");
        Files.createDirectory(folder.resolve("old.camel.yaml"));
        RouteFiles files = RouteFiles.in(folder.toString());
        assertThat(files.locations("all")).containsExactly("file:" + folder.resolve("mine.camel.yaml"));
        assertThat(files.properties()).containsExactlyInAnyOrder("a.b", "c");
    }

    @Test
    void namesTheFileThatIsNoText() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.camel.yaml"), "- route: # grün\n", ISO_8859_1);

        String why = file + " cannot be read: it is no UTF-8 text; save it as UTF-8";
        assertThatThrownBy(() -> RouteFiles.in(folder.toString())).hasMessage(why);
        assertThatThrownBy(() -> RouteFiles.of(List.of(file))).hasMessage(why);
    }

    @Test
    void looksForKameletsInTheFolderAndBesideItAndInTheJar() throws IOException {
        assertThat(RouteFiles.in(null).kamelets()).isEqualTo("classpath:kamelets");
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("mine.camel.yaml"), "- route:\n    id: x\n");
        assertThat(RouteFiles.in(routes.toString()).kamelets())
                .isEqualTo("file:" + routes + ",file:" + folder.resolve("kamelets") + ",classpath:kamelets");
    }

    /** Given as a folder, as a file or by the setting: the same files, Kamelets and jars. */
    @Test
    void filesAndFoldersAreAsTheSettingHasThem() throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Path mine = Files.writeString(routes.resolve("mine.camel.yaml"), "- route:\n    id: x\n");
        Files.writeString(routes.resolve("bench-page.camel.yaml"), "- route:\n    id: y\n");
        RouteFiles set = RouteFiles.in(routes.toString());
        for (Path given : List.of(routes, mine)) {
            RouteFiles files = RouteFiles.of(List.of(given));
            assertThat(files.sources()).isEqualTo(set.sources());
            assertThat(files.kamelets()).isEqualTo(set.kamelets());
            assertThat(files.ext()).isEqualTo(set.ext());
        }
        assertThat(RouteFiles.of(List.of(Path.of("pom.xml"))).kamelets()).startsWith("file:.,file:/");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> RouteFiles.of(List.of(empty)))
                .isInstanceOf(UsageException.class)
                .hasMessage("there is no file in " + empty + " that ends in .camel.yaml");
    }

    @Test
    void namesWhatLooksLikeARouteFileAndIsNone() throws IOException {
        Files.createDirectories(folder.resolve(".old"));
        Files.createDirectories(folder.resolve("more"));
        for (String name : List.of(
                "a.camel.yaml",
                "b.yaml",
                "c.yml",
                "d.camel.yml",
                "e.kamelet.yaml",
                ".f.yaml",
                "g.yaml.bak",
                "h.txt",
                "i.camel.yaml.txt",
                "j.v2.camel.yaml",
                ".old/k.camel.yaml",
                "more/l.camel.yaml")) {
            write(name, "- route:\n    id: x\n");
        }
        List<String> lines = List.of(
                folder + "/b.yaml: warning: not a route file: routes are named b.camel.yaml",
                folder + "/c.yml: warning: not a route file: routes are named c.camel.yaml",
                folder + "/d.camel.yml: warning: not a route file: routes are named d.camel.yaml",
                folder + "/i.camel.yaml.txt: warning: not a route file: routes are named i.camel.yaml",
                folder + "/j.v2.camel.yaml: warning: not a route file: routes are named j-v2.camel.yaml",
                folder + "/more/l.camel.yaml: warning: not run: move it to the folder of the routes itself");
        assertThat(RouteFiles.in(folder.toString()).strays())
                .extracting(Finding::toString)
                .isEqualTo(lines);
        assertThat(RouteFiles.of(List.of(folder)).strays())
                .extracting(Finding::toString)
                .isEqualTo(lines);
        assertThat(RouteFiles.of(List.of(folder.resolve("b.yaml"))).strays())
                .extracting(Finding::toString)
                .isEqualTo(lines.subList(0, 1));
        assertThat(RouteFiles.in(null).strays()).isEmpty();
    }

    /** Camel could not load some of them, and would load others twice. */
    @Test
    void aRouteFilesNameIsOneThatCamelCanRead() throws IOException {
        for (String name : List.of(
                "led.v2",
                "led.sync-conflict-20261130-101010-ABCDEFG",
                "a,b",
                "what?",
                "all*",
                "50%",
                "no#1",
                "Led-2_(1) ü")) {
            write(name + ".camel.yaml", "- route:\n    id: x\n");
        }
        write("~$led.camel.yaml", "");
        write("Big.Camel.YAML", "");
        Files.createDirectory(folder.resolve("folder.camel.yaml"));
        Files.createSymbolicLink(folder.resolve("link.camel.yaml"), Path.of("nowhere"));
        Files.createSymbolicLink(folder.resolve(".#led.camel.yaml"), Path.of("me@here.1:2"));

        RouteFiles files = RouteFiles.in(folder.toString());

        assertThat(files.texts()).containsOnlyKeys("Led-2_(1) ü.camel.yaml");
        assertThat(files.strays())
                .extracting(
                        stray -> stray.toString().substring(folder.toString().length() + 1))
                .containsExactly(
                        stray("50%.camel.yaml", "routes are named 50-.camel.yaml"),
                        stray("Big.Camel.YAML", "routes are named Big.camel.yaml"),
                        stray("a,b.camel.yaml", "routes are named a-b.camel.yaml"),
                        stray("all*.camel.yaml", "routes are named all-.camel.yaml"),
                        stray("folder.camel.yaml", "it is a folder"),
                        stray(
                                "led.sync-conflict-20261130-101010-ABCDEFG.camel.yaml",
                                "routes are named led-sync-conflict-20261130-101010-ABCDEFG.camel.yaml"),
                        stray("led.v2.camel.yaml", "routes are named led-v2.camel.yaml"),
                        stray("link.camel.yaml", "there is nothing where this link points to"),
                        stray("no#1.camel.yaml", "routes are named no-1.camel.yaml"),
                        stray("what?.camel.yaml", "routes are named what-.camel.yaml"));
    }

    private static String stray(String name, String reason) {
        return name + ": warning: not a route file: " + reason;
    }

    @Test
    void refusesAFolderWithoutARoute() throws IOException {
        write("policy.camel.yaml", "- routeConfiguration:\n    id: x\n");
        assertThatThrownBy(() -> RouteFiles.in(folder.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has no route in it");
        assertThatThrownBy(() -> RouteFiles.in(folder.resolve("none").toString()))
                .hasMessageEndingWith("none does not exist");
        assertThatThrownBy(
                        () -> RouteFiles.in(folder.resolve("policy.camel.yaml").toString()))
                .hasMessageEndingWith("policy.camel.yaml is none");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theProgramAloneEndsIt() {
        Main main = new Main();

        RouteFiles.load(main, List.of(), Map.of());

        assertThat(main.getShutdownStrategy())
                .as("one without a shutdown hook of its own")
                .isExactlyInstanceOf(SimpleMainShutdownStrategy.class);
    }
}
