package dev.piroutes.ext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.test.DeviceTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A test of routes has the jars that are beside them. */
class DeviceTestWithExtTest extends DeviceTest {

    @TempDir
    static Path folder;

    private static final ClassLoader BEFORE = Thread.currentThread().getContextClassLoader();

    DeviceTestWithExtTest() {
        super(bench());
    }

    private static String bench() {
        try {
            SayJar.write(folder.resolve("ext/say.jar"));
            Path route = Files.createDirectories(folder.resolve("routes")).resolve("say.camel.yaml");
            return Files.writeString(
                            route,
                            """
                            - route:
                                id: say
                                from:
                                  uri: direct:say
                                  steps:
                                    - to: {uri: "say:hello"}
                            """)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(BEFORE);
    }

    @Test
    void theComponentIsThere() {
        assertThat(context.getRoute("say")).isNotNull();
        assertThat(context.hasEndpoint("say:hello")).isNotNull();
    }
}
