package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/mosquitto-conf.md sends its reader to is there. */
class MosquittoConfTest {

    private static final Pattern SETTING = Pattern.compile("`((?:broker|secure|log|management)\\.[a-z-]+)(?:=[^`]*)?`");
    private static final Pattern IN_XML =
            Pattern.compile("`(max-[a-z-]+|defaultMaximumInFlightPublishMessages|serverKeepAlive)`");
    private static final Pattern OPTION = Pattern.compile("pi-routes secure[^`]*?(--[a-z-]+)=[^`]*?(--[a-z-]+)=");

    @Test
    void theSettingsThatItNamesExist() throws IOException {
        String text = Files.readString(Path.of("docs/mosquitto-conf.md"));
        String xml = Files.readString(Path.of("broker-etc/broker.xml"));

        assertThat(found(SETTING, text))
                .filteredOn(name -> !name.equals("broker.xml"))
                .hasSizeGreaterThan(6)
                .isSubsetOf(Arrays.stream(Setting.values()).map(Setting::key).toList());
        assertThat(found(IN_XML, text)).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(xml)
                .contains(name));
        assertThat(found(OPTION, text)).contains("--user");
        assertThat(new SecureCommand().spec().optionsMap()).containsKeys("--user", "--password-file", "--client-id");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
