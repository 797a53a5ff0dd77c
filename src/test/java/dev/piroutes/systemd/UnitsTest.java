package dev.piroutes.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Missing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units, as systemd's own tool sees them. */
class UnitsTest {

    private static final Path UNITS = Path.of("src/main/dist/systemd");

    /** systemd-analyze's scale is 0 to 10; from 2.6 on it no longer says OK of what has hardly any right. */
    private static final double MOST_EXPOSURE = 2.5;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsSystemd() throws Exception {
        boolean there;
        try {
            there = run("systemd-analyze", "security", "--help").exit() == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            Missing.skip("the systemd units", "systemd-analyze (Debian: apt-get install systemd)");
        }
    }

    @Test
    void systemdUnderstandsEveryLine() throws Exception {
        for (String unit : List.of("pi-routes.service", "pi-routes-broker.service")) {
            // The program is not installed here, and that is all that may be missing.
            String text =
                    Files.readString(UNITS.resolve(unit)).replaceAll("/usr/(bin|share)/pi-routes\\S*", "/bin/true");
            Files.writeString(folder.resolve(unit), text);
        }

        Output verified = run(
                "systemd-analyze",
                "verify",
                "--man=no",
                folder.resolve("pi-routes.service").toString(),
                folder.resolve("pi-routes-broker.service").toString());

        assertThat(verified.text()).isEmpty();
        assertThat(verified.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pi-routes.service", "pi-routes-broker.service"})
    void mayDoLittle(String unit) throws Exception {
        Output analyzed = run(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--no-pager",
                UNITS.resolve(unit).toString());

        Matcher exposure =
                Pattern.compile("Overall exposure level for \\S+: ([0-9.]+)").matcher(analyzed.text());
        assertThat(exposure.find()).as(analyzed.text()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).as(analyzed.text()).isLessThanOrEqualTo(MOST_EXPOSURE);
    }

    @Test
    void oneBrokerOnThisMachine() throws Exception {
        // A systemctl that says that pi-routes.service is enabled.
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path systemctl = Files.writeString(bin.resolve("systemctl"), "#!/bin/sh\nexit 0\n");
        assertThat(systemctl.toFile().setExecutable(true)).isTrue();
        Path own = Files.writeString(folder.resolve("own.properties"), "#mqtt.url=tcp://127.0.0.1:1883\nmqtt.url=\n");
        Path other = Files.writeString(folder.resolve("other.properties"), "mqtt.url = tcp://127.0.0.1:1883\n");

        Output refused = onlyOneBroker(bin, own);
        Output allowed = onlyOneBroker(bin, other);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text())
                .startsWith("pi-routes.service runs a broker itself: set mqtt.url=tcp://127.0.0.1:1883 in " + own);
        assertThat(allowed).isEqualTo(new Output(0, ""));
    }

    private static Output onlyOneBroker(Path bin, Path settings) throws Exception {
        return run(
                "env",
                "-u",
                "MQTT_URL",
                "PATH=" + bin + ":/usr/bin:/bin",
                "sh",
                UNITS.resolve("only-one-broker").toString(),
                settings.toString());
    }

    private record Output(int exit, String text) {}

    private static Output run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }
}
