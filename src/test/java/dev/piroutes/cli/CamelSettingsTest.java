package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.log.LogComponent;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application.properties counts for Camel as it does in any program of camel-main. */
class CamelSettingsTest {

    @TempDir
    Path folder;

    private final Main main = new Main();

    private Path file(String name, String... lines) throws Exception {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private CamelContext start(Settings settings) throws Exception {
        Path route = file(
                "x.camel.yaml",
                "- route:",
                "    id: x",
                "    from:",
                "      uri: direct:x",
                "      steps:",
                "        - log: x");
        RouteFiles.load(main, List.of("file:" + route), settings.forRoutes(RouteFiles.of(List.of(route))));
        main.start();
        return main.getCamelContext();
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void mainAndComponentsAreAsTheFileSays() throws Exception {
        Path file = file(
                "application.properties",
                "camel.main.name=mine",
                "camel.main.message-history=true",
                "camel.main.streamCachingEnabled=false",
                "camel.component.seda.queueSize=7",
                "camel.component.timer.include-metadata=true",
                "camel.component.log.sourceLocationLoggerName=true");

        CamelContext context = start(new Settings(Map.of(), Map.of(), file, List.of()));

        assertThat(context.getName()).isEqualTo("mine");
        assertThat(context.isMessageHistory()).isTrue();
        assertThat(context.isStreamCaching()).isFalse();
        assertThat(context.getComponent("seda", SedaComponent.class).getQueueSize())
                .isEqualTo(7);
        assertThat(context.getComponent("timer", TimerComponent.class).isIncludeMetadata())
                .isTrue();
        assertThat(context.getComponent("log", LogComponent.class).isSourceLocationLoggerName())
                .isTrue();
    }

    @Test
    void managementIsWhereTheFileSays() throws Exception {
        int port = FreePort.find();
        Path file = file(
                "application.properties",
                "camel.management.enabled=true",
                "camel.management.host=127.0.0.1",
                "camel.management.port=" + port,
                "camel.management.path=/mine",
                "camel.management.healthCheckEnabled=true",
                "camel.health.enabled=true");

        start(new Settings(Map.of(), Map.of(), file, List.of()));

        assertThat(get("http://127.0.0.1:" + port + "/mine/observe/health")).contains("UP");
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void aProfileOfCamelsLaysItsFileOverTheOther() throws Exception {
        Path file = file("application.properties", "camel.main.profile=prod", "camel.main.name=any", "led.pin=1");
        file("application-prod.properties", "led.pin=2", "page.port=0", "camel.main.name=mine");
        Settings settings = new Settings(Map.of(), Map.of("PAGE_PORT", "81"), file, List.of("led.pin"));

        CamelContext context = start(settings);

        assertThat(settings.property("led.pin")).isEqualTo("2");
        assertThat(settings.get(Setting.PAGE_PORT)).isEqualTo("81");
        assertThat(Profile.of(settings)).isEqualTo(Profile.DEFAULT);
        assertThat(context.getName()).isEqualTo("mine");
        assertThat(context.getCamelContextExtension().getProfile()).isEqualTo("prod");
        assertThat(new Settings(Map.of("camel.main.profile", "test"), Map.of(), file, List.of("led.pin"))
                        .property("led.pin"))
                .isEqualTo("1");
    }

    @Test
    void theProfileOfBeforeIsThatOfTheBroker() throws Exception {
        Path file = file("application.properties", "profile=lab");
        Settings old = new Settings(Map.of(), Map.of(), file, List.of());

        assertThat(Profile.of(old)).isEqualTo(Profile.LAB);
        assertThat(old.renamed()).containsExactly("profile is called broker.profile now: write broker.profile=lab");
        assertThat(Profile.of(
                        new Settings(Map.of("broker.profile", "secure"), Map.of("PROFILE", "lab"), file, List.of())))
                .isEqualTo(Profile.SECURE);
        assertThat(Profile.of(new Settings(Map.of("profile", "secure"), Map.of(), file, List.of())))
                .isEqualTo(Profile.SECURE);
    }
}
