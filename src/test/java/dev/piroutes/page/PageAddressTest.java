package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://bench.example, https://bench.example, bench.example, /",
        "HTTPS://Bench.Example:443/, https://bench.example, bench.example, /",
        "http://pi.local:8443/a/pi, http://pi.local:8443, pi.local, /a/pi/",
        "http://bench:443/pi/, http://bench:443, bench, /pi/",
        "https://[fd00::1]:8443/, https://[fd00::1]:8443, [fd00::1], /",
        "https://192.168.1.10/, https://192.168.1.10, 192.168.1.10, /",
        "http://my_bench:8080/, http://my_bench:8080, my_bench, /"
    })
    void isWhatABrowserCallsIt(String text, String origin, String host, String path) {
        PageAddress address = PageAddress.of(text);

        assertThat(address.origin()).isEqualTo(origin);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.path()).isEqualTo(path);
        assertThat(address).hasToString(origin + path);
    }

    @Test
    void userAndPasswordAreRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageAddress.of("https://u:p@bench.example/"))
                .withMessageEndingWith("but was \"https://***@bench.example/\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bench.example",
                "bench.example:8443",
                "ftp://bench.example/",
                "https://",
                "https:///pi/",
                "https://bench.example/?a=b",
                "https://bench.example/#a",
                "https://bench.example/a//b/",
                "https://a b/",
                "https://*.example/"
            })
    void whatIsNoneIsOneLineThatShowsSome(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageAddress.of(text))
                .withMessage("page.address must be what a browser is given, such as https://bench.example/ or"
                        + " https://pi.local:8443/bench/, but was \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"/pi/, /", "/pi/bench.js, /bench.js", "/bench, /bench", "/, /", "/pi, /pi", "/pint/bench, /pint/bench"})
    void itsPathMayComeWithARequestOrNot(String asked, String within) {
        assertThat(PageAddress.within(PageAddress.of("https://bench.example/pi"), asked))
                .isEqualTo(within);
        assertThat(PageAddress.within(PageAddress.of("https://bench.example"), asked))
                .isEqualTo(asked);
        assertThat(PageAddress.within(null, asked)).isEqualTo(asked);
    }
}
