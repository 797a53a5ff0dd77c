package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @TempDir
    Path home;

    @Test
    void theLauncherIsNamedFromTheShellsFolder() throws IOException {
        Installation installation = Installation.of(built(), false);

        assertThat(installation.command(home)).isEqualTo("target/bin/pi-routes");
        assertThat(installation.command(home.resolve("target"))).isEqualTo("bin/pi-routes");
        assertThat(installation.command(home.resolve("my-bench"))).isEqualTo(home + "/target/bin/pi-routes");
    }

    @Test
    void whereShellScriptsCannotBeStartedJavaTakesTheOptions() throws IOException {
        assertThat(Installation.of(built(), true).command(home))
                .isEqualTo("java @target/jvm.options -jar target/pi-routes.jar");
    }

    @Test
    void aJarByItselfIsStartedByJava() throws IOException {
        Path jar = Files.writeString(home.resolve("pi-routes.jar"), "");

        assertThat(Installation.of(jar, false).command(home)).isEqualTo("java -jar pi-routes.jar");
    }

    @Test
    void theInstalledPackageIsOnThePath() {
        Path share = Path.of("/usr/share/pi-routes");

        assertThat(new Installation(share.resolve("pi-routes.jar"), share.resolve("bin/pi-routes"), null).command(home))
                .isEqualTo("pi-routes");
    }

    @Test
    void aShellCanReadAnyPath() throws IOException {
        Path folder = Files.createDirectory(home.resolve("my lab"));
        Path jar = Files.writeString(folder.resolve("pi-routes.jar"), "");

        assertThat(Installation.of(jar, false).command(home)).isEqualTo("java -jar 'my lab/pi-routes.jar'");
        assertThat(Installation.quoted(Path.of("it's"))).isEqualTo("'it'\\''s'");
    }

    private Path built() throws IOException {
        Path target = home.resolve("target");
        Files.createDirectories(target.resolve("bin"));
        Path launcher = Files.writeString(target.resolve("bin/pi-routes"), "");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.writeString(target.resolve("jvm.options"), "");
        return Files.writeString(target.resolve("pi-routes.jar"), "");
    }
}
