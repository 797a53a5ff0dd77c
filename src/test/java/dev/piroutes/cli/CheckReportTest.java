package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import java.util.List;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    private static final CheckReport REPORT = new CheckReport(
            2,
            List.of(
                    Finding.warning(new Place("a.camel.yaml", 3, 5), "could be better"),
                    Finding.error("b.camel.yaml", "is \"wrong\"")));

    @Test
    void saysErrorsFirst() {
        assertThat(REPORT.text().lines())
                .containsExactly(
                        "b.camel.yaml: error: is \"wrong\"",
                        "a.camel.yaml:3:5: warning: could be better",
                        "2 files checked: 1 error, 1 warning");
    }

    @Test
    void programsReadAList() throws Exception {
        JsonArray list = (JsonArray) Jsoner.deserialize(REPORT.json());
        JsonObject first = (JsonObject) list.get(0);
        JsonObject second = (JsonObject) list.get(1);
        assertThat(first)
                .containsEntry("file", "b.camel.yaml")
                .containsEntry("severity", "error")
                .containsEntry("message", "is \"wrong\"");
        assertThat(first.getInteger("line")).isZero();
        assertThat(second.getInteger("line")).isEqualTo(3);
        assertThat(second.getInteger("column")).isEqualTo(5);
        assertThat(list).hasSize(2);
    }

    @Test
    void nothingIsAnEmptyList() {
        CheckReport nothing = new CheckReport(1, List.of());
        assertThat(nothing.text()).isEqualTo("1 file checked: nothing to mend");
        assertThat(nothing.json()).isEqualToIgnoringWhitespace("[]");
    }
}
