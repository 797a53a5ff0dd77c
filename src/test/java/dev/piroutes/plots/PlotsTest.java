package dev.piroutes.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotsTest {
    private static final SeriesName BARE = new SeriesName("lab/t", "");
    private static final SeriesName FIELD = new SeriesName("lab/climate", "bme.temperature");

    @TempDir
    Path folder;

    private long now = 1_767_614_400_000L;
    private Plots plots;

    private Plots open() {
        plots = new Plots(folder.resolve("plots"), () -> now);
        return plots;
    }

    @AfterEach
    void close() {
        if (plots != null) {
            plots.close();
        }
    }

    private double[] values(SeriesName name) {
        return Arrays.stream(plots.history(name, 60, 1000).mean())
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    private void message(String topic, String payload) {
        plots.message(topic, payload);
        now += 1000;
    }

    @Test
    void keepsWhatSomebodyPlotsAndNothingElse() throws IOException {
        open();
        message("lab/t", "20");
        assertThat(folder.resolve("plots")).doesNotExist();

        plots.add(BARE);
        plots.add(FIELD);
        message("lab/t", " 21.5\n");
        message("lab/climate", "{\"bme\": {\"temperature\": 22, \"humidity\": 40}}");
        message("lab/climate", "no JSON");
        message("lab/other", "99");

        assertThat(values(BARE)).containsOnly(21.5);
        assertThat(values(FIELD)).containsOnly(22);
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void goesOnAfterARestart() {
        open();
        plots.add(BARE);
        message("lab/t", "1");
        message("lab/t", "1");
        close();

        open();
        assertThat(plots.names()).containsExactly(BARE);
        message("lab/t", "2");
        message("lab/t", "2");
        assertThat(values(BARE)).startsWith(1).endsWith(2);
    }

    @Test
    void whatIsTakenAwayIsGone() {
        open();
        plots.add(BARE);
        plots.remove(BARE);

        assertThat(plots.names()).isEmpty();
        assertThat(folder.resolve("plots")).isEmptyDirectory();
        assertThatThrownBy(() -> plots.history(BARE, 60, 100)).hasMessage("lab/t is not plotted");
    }

    @Test
    void aDamagedFileIsSetAside() throws IOException {
        open();
        plots.add(BARE);
        plots.add(FIELD);
        close();
        Files.writeString(folder.resolve("plots").resolve(BARE.fileName()), "what is this");

        open();
        assertThat(plots.names()).containsExactly(FIELD);
        plots.add(BARE);
        assertThat(plots.names()).containsExactly(FIELD, BARE);
    }

    @Test
    void thereIsALimit() {
        open();
        for (int i = 0; i < Plots.MOST; i++) {
            plots.add(new SeriesName("t/" + i, ""));
        }
        assertThatThrownBy(() -> plots.add(BARE)).hasMessageContaining("as many as there can be");
        assertThatThrownBy(() -> new SeriesName("x".repeat(300), "")).hasMessageContaining("too long");
    }

    @ParameterizedTest
    @CsvSource({"a/b, ''", "Küche/t, ''", "a~b, c.d", "a%2Fb, *", "' ', x", "../..,''"})
    void everyNameIsAFile(String topic, String field) {
        SeriesName name = new SeriesName(topic, field);
        assertThat(SeriesName.ofFile(name.fileName())).isEqualTo(name);
        assertThat(Path.of(name.fileName()).getNameCount()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"NaN", "1e999", "ON", "''", "0x10", "1,5", "{\"a\": 1}", "null"})
    void whatIsNoNumberIsLeftOut(String payload) {
        assertThat(BARE.in(payload)).isEmpty();
        assertThat(new SeriesName("t", "a.b").in(payload)).isEmpty();
    }

    @Test
    void numbersInJson() {
        SeriesName deep = new SeriesName("t", "a.b");
        for (String payload :
                List.of("{\"a\":{\"b\":1.5}}", "{\"a\":{\"b\":\"1.5\"}}", "{\"x\":0,\"a\":{\"b\":15e-1}}")) {
            assertThat(deep.in(payload)).hasValue(1.5);
        }
    }
}
