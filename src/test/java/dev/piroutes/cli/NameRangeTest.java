package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRangeTest {

    private static List<String> expand(String list) {
        return NameRange.expand("page.groups", list, Pattern.compile("[a-z0-9/-]+"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "g07 | g07",
                "g01..g03 | g01 g02 g03",
                "g9..g11 | g9 g10 g11",
                "g01…g03 | g01 g02 g03",
                "g01..03 | g01 g02 g03",
                "csc2106/g01..g02 | csc2106/g01 csc2106/g02",
                "csc2106/g01..csc2106/g02 | csc2106/g01 csc2106/g02",
                "staff, g01..g02,g02 | staff g01 g02",
                "g098..g101 | g098 g099 g100 g101"
            })
    void listsTheNames(String list, String names) {
        assertThat(String.join(" ", expand(list))).isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"g30..g01", "g1..h3", "g1..g999999", "g01..", "", "g01,,g02", "g 1", "g#"})
    void saysInOneLineWhatIsWrong(String list) {
        assertThatThrownBy(() -> expand(list))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("page.groups")
                .hasMessageContaining("g01..g30")
                .hasMessageNotContaining("\n");
    }

    @Test
    void hasALimit() {
        assertThat(expand("g1..g200")).hasSize(200);
        assertThatThrownBy(() -> expand("g1..g150,h1..h51"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("at most 200 names");
    }
}
