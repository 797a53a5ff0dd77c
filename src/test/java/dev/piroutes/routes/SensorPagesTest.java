package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.check.Checker;
import dev.piroutes.sensor.SensorEndpoint;
import dev.piroutes.sensor.SensorName;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import dev.piroutes.test.DeviceTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page in docs/sensors: what belongs on it, and its route, as it stands there, on the virtual board. */
@ParameterizedClass
@MethodSource("pages")
class SensorPagesTest extends DeviceTest {
    private static final Path FOLDER = Path.of("docs/sensors");
    private static final Path CHAPTER = Path.of("docs/sensors.md");
    private static final int LINES = 45;
    private static final int COLUMNS = 160;

    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OVERLAY = Pattern.compile("(?m)^    dtoverlay=([\\w-]+)(,[\\w=-]+)*$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]+))?\\)");

    /** Of the firmware. Any other is ours, beside the page. */
    private static final Set<String> FIRMWARE = Set.of("i2c-sensor", "w1-gpio", "dht11", "mcp3008", "ads1115");

    /** What is measured on a page, and what its route publishes then. */
    private static final List<Page> PAGES = List.of(
            new Page("ads1115", "iio:ads1015/voltage0", 2.1, "home/tank/voltage", "2.100"),
            new Page("bh1750", "iio:bh1750/illuminance", 512.34, "home/window/light", "512.3"),
            new Page("bme280", "iio:bme280/humidity", 63.04, "home/bathroom/humidity", "63.0"),
            new Page("cpu", "thermal:cpu", 52.6, "home/pi/temperature", "53"),
            new Page("dht22", "iio:dht11/humidity", 71.3, "home/cellar/humidity", "71.3"),
            new Page("ds18b20", "w1:28-0316a2795aff", 58.062, "home/boiler/temperature", "58.06"),
            new Page("hc-sr04", "iio:srf04/distance", 0.734, "home/cistern/distance", "0.734"),
            new Page("ina219", "hwmon:ina219/curr1", 1.25, "home/solar/current", "1.250"),
            new Page("ldr", "iio:mcp3008/voltage0", 0.4, "home/garden/dusk", "DARK"),
            new Page("ldr", "iio:mcp3008/voltage0", 2.6, "home/garden/dusk", "LIGHT"),
            new Page("lm75", "hwmon:lm75/temp1", 4.5, "home/fridge/temperature", "4.50"),
            new Page("mcp3008", "iio:mcp3008/voltage0", 1.65, "home/desk/dial", "1.65"),
            new Page("sht3x", "hwmon:sht3x/humidity1", 81.55, "home/greenhouse/humidity", "81.6"));

    record Page(String name, String sensor, double value, String topic, String payload) {
        Path file() {
            return FOLDER.resolve(name + ".md");
        }

        String text() {
            return read(file());
        }

        String yaml() {
            List<String> blocks =
                    YAML.matcher(text()).results().map(block -> block.group(1)).toList();
            assertThat(blocks).as("the YAML of %s", file()).hasSize(1);
            return blocks.get(0);
        }

        List<String> overlays() {
            return OVERLAY.matcher(text()).results().map(line -> line.group(1)).toList();
        }

        /** Its route in a folder of its own. */
        String written() {
            try {
                Path folder =
                        Files.createDirectories(Path.of("target/sensor-pages").resolve(name));
                return Files.writeString(folder.resolve(name + RouteSource.ENDING), yaml())
                        .toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Page> pages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".md")))
                    .containsExactlyInAnyOrderElementsOf(PAGES.stream()
                            .map(page -> page.name + ".md")
                            .distinct()
                            .toList());
        }
        return PAGES;
    }

    private final Page page;

    SensorPagesTest(Page page) {
        super(page.written());
        this.page = page;
        measure(page.sensor, page.value);
    }

    @Test
    void publishesWhatIsMeasured() {
        advance(Duration.ofSeconds(30));

        expect(page.topic, page.payload, 1, true);
        advance(Duration.ofMinutes(5));
        expectNothingElse();
    }

    @Test
    void theComponentTakesItsSensor() {
        SensorName sensor = SensorName.parse(page.sensor);
        assertThat(context.getEndpoints())
                .filteredOn(SensorEndpoint.class::isInstance)
                .extracting(endpoint -> endpoint.getEndpointBaseUri().replaceFirst("^sensor:(//)?", ""))
                .containsExactly(sensor.toString());
    }

    @Test
    void nothingIsWrongWithItsYaml() {
        assertThat(new Checker(Map.of()).check(List.of(new RouteSource(page.name + RouteSource.ENDING, page.yaml()))))
                .filteredOn(finding -> finding.severity() != Severity.HINT)
                .isEmpty();
    }

    @Test
    void hasWhatAPageHas() {
        String text = page.text();
        assertThat(text).startsWith("# ").contains("\n![](" + page.name + ".svg)\n");
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(LINES).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(COLUMNS));
        assertThat(text)
                .containsOnlyOnce("\n- **Driver**: ")
                .containsOnlyOnce("\n- **Values**: ")
                .containsOnlyOnce("\n- **Period**: ")
                .containsPattern("(?m)^- \\*\\*[^*]+\\?\\*\\* ");
        assertThat(read(FOLDER.resolve(page.name + ".svg")))
                .startsWith("<svg ")
                .containsPattern("<title>[^<]+</title>");
    }

    @Test
    void hasALineForThePi() {
        if (page.sensor.startsWith("thermal:")) {
            assertThat(page.overlays()).isEmpty();
        } else {
            assertThat(page.overlays()).isNotEmpty().allSatisfy(overlay -> {
                if (!FIRMWARE.contains(overlay)) {
                    assertThat(read(FOLDER.resolve(overlay + ".dts")))
                            .startsWith("/*")
                            .contains("/plugin/;");
                    assertThat(page.text()).contains("](" + overlay + ".dts)", "/overlays/" + overlay + ".dtbo ");
                }
            });
        }
    }

    @Test
    void linksLeadSomewhere() {
        assertThat(read(CHAPTER))
                .contains("](sensors/" + page.name + ".md)", "`" + page.sensor.replaceFirst(":.*", ":"));
        for (Path document : List.of(page.file(), CHAPTER)) {
            LINK.matcher(read(document)).results().forEach(link -> {
                Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
                assertThat(target).as("a link in %s", document).exists();
                if (link.group(2) != null) {
                    assertThat(anchors(target)).as("a link in %s", document).contains(link.group(2));
                }
            });
        }
    }

    private static List<String> anchors(Path document) {
        return read(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase()
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
