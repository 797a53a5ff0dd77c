package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @Test
    void listsTheNames() {
        assertThat(Page.groups("g08..g11, staff")).containsExactly("g08", "g09", "g10", "g11", "staff");
        assertThat(Page.groups("g1..g200")).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "g30..g01", "g1..g201", "g01..", "g01,,g02", "g01,g01", "g 1", "g#", "csc2106/g01..g30"})
    void saysInOneLineWhatIsWrong(String list) {
        assertThatThrownBy(() -> Page.groups(list))
                .isInstanceOf(UsageException.class)
                .hasMessage("page.groups must be at most 200 different groups, such as g01..g30 or red,blue (letters,"
                        + " digits, - and _), but was \"" + list + "\"");
    }
}
