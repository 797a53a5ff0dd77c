package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.RouteSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/verify.md: its example is a contract, and no check is without its row. */
class DocumentedContractTest {

    @Test
    void theExampleIsAContract() throws Exception {
        Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(page());
        assertThat(example.find()).isTrue();

        Contract contract = ContractReader.read(new RouteSource("docs/verify.md", example.group(1)), "school/g07");

        assertThat(contract.clientId()).isEqualTo("Thermo-school-g07");
        assertThat(Examination.checks(contract)).contains("report-celsius", "reaction-low-limit", "unknown-payload");
    }

    @Test
    void everyCheckHasARow() throws Exception {
        String page = page();
        for (String name : new String[] {"device-a", "device-b"}) {
            Contract contract = Contracts.load(
                            Path.of("src/main/resources/contracts", name + ".yaml"), java.util.List.of())
                    .get(0);
            assertThat(Examination.checks(contract)).allSatisfy(check -> assertThat(page)
                    .contains("`" + check.replaceFirst("(reaction|press)-(toggle|hello)", "$1-ID") + "`"));
        }
    }

    private static String page() throws Exception {
        return Files.readString(Path.of("docs/verify.md"));
    }
}
