package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
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
    @ValueSource(strings = {"http://[::1]/", "http://localhost:8443/x/", "http://127.0.0.2/", "http://ip6-localhost/"})
    void anAddressOfThisMachineAloneAsksForNoPassword(String address) {
        assertThat(Page.settings(settings(address)).address()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[fe80::1]/", "https://bench.example/", "http://127.bench.example/"})
    void anyOtherAsksForOne(String address) {
        assertThatThrownBy(() -> Page.settings(settings(address)))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "page.address " + address + " opens the bench page to the network: give it a password in the"
                                + " environment variable PAGE_PASSWORD");
    }

    private static Settings settings(String address) {
        return new Settings(Map.of("page.host", "[::1]", "page.address", address), Map.of(), null, List.of());
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
