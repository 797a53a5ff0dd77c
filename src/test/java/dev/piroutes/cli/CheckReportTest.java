package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.contrastsecurity.sarif.Result;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersionDetector;
import dev.piroutes.cli.CheckReport.Format;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.Severity;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import picocli.CommandLine.Help.Ansi;

class CheckReportTest {

    private static final List<Finding> FINDINGS = List.of(
            Finding.warning(new Place("a.camel.yaml", 3, 5), "could be better"),
            Finding.error("b.camel.yaml", "is \"wrong\" <&>"),
            new Finding(Severity.HINT, new Place("a.camel.yaml", 4, 1), "has no id"));
    private static final List<String> FILES = List.of("a.camel.yaml", "b.camel.yaml", "c.camel.yaml");
    private static final CheckReport REPORT = new CheckReport(FILES, FINDINGS, false);

    @Test
    void saysErrorsFirst() {
        assertThat(REPORT.in(Format.TEXT, Ansi.OFF).lines())
                .containsExactly(
                        "b.camel.yaml: error: is \"wrong\" <&>",
                        "a.camel.yaml:3:5: warning: could be better",
                        "a.camel.yaml:4:1: hint: has no id",
                        "3 files checked: 1 error, 1 warning, 1 hint");
    }

    @Test
    void programsReadAList() throws Exception {
        JsonArray list = (JsonArray) Jsoner.deserialize(REPORT.in(Format.JSON, Ansi.ON));
        JsonObject first = (JsonObject) list.get(0);
        JsonObject second = (JsonObject) list.get(1);
        assertThat(first)
                .containsEntry("file", "b.camel.yaml")
                .containsEntry("severity", "error")
                .containsEntry("message", "is \"wrong\" <&>");
        assertThat(first.getInteger("line")).isZero();
        assertThat(second.getInteger("line")).isEqualTo(3);
        assertThat(second.getInteger("column")).isEqualTo(5);
        assertThat(list).hasSize(3);
    }

    @Test
    void aTerminalHasColoursAndNothingElse() {
        String coloured = REPORT.in(Format.TEXT, Ansi.ON);
        assertThat(coloured).contains("b.camel.yaml: \u001B[1m\u001B[31merror\u001B[");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(REPORT.in(Format.TEXT, Ansi.OFF));
    }

    @Test
    void sarifHasAPlaceForEach() throws Exception {
        JsonNode log = new ObjectMapper().readTree(REPORT.in(Format.SARIF, Ansi.ON));
        assertThat(log.at("/version").asText()).isEqualTo("2.1.0");
        assertThat(log.at("/$schema").asText()).endsWith("sarif-2.1.0.json");
        JsonNode run = log.at("/runs/0");
        assertThat(run.at("/tool/driver/name").asText()).isEqualTo("pi-routes check");
        assertThat(run.at("/tool/driver/version").asText()).isNotEmpty();
        List<String> rules = run.at("/tool/driver/rules").findValuesAsText("id");
        assertThat(rules).containsExactly("route-error", "route-warning", "route-hint");
        JsonNode results = run.at("/results");
        assertThat(results.findValuesAsText("ruleId")).containsExactlyElementsOf(rules);
        assertThat(results.findValuesAsText("level")).containsExactly("error", "warning", "note");
        JsonNode error = results.get(0);
        assertThat(error.at("/message/text").asText()).isEqualTo("is \"wrong\" <&>");
        JsonNode place = results.at("/1/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("a.camel.yaml");
        assertThat(place.at("/region/startLine").asInt()).isEqualTo(3);
        assertThat(place.at("/region/startColumn").asInt()).isEqualTo(5);
        assertThat(error.at("/locations/0/physicalLocation/region").toString()).isEqualTo("{\"startLine\":1}");
    }

    @Test
    void filesAreNamedFromTheWorkingFolder() {
        assertThat(CheckedFile.path(
                        Path.of("routes/led.camel.yaml").toAbsolutePath().toString()))
                .isEqualTo("routes/led.camel.yaml");
        assertThat(CheckedFile.uri("./routes/k\u00fcche 1.camel.yaml")).isEqualTo("routes/k%C3%BCche%201.camel.yaml");
        assertThat(CheckedFile.uri("/elsewhere/a.camel.yaml")).isEqualTo("file:///elsewhere/a.camel.yaml");
    }

    @Test
    void junitHasACaseForEachFile() throws Exception {
        Element suite = suite(REPORT);
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        NodeList cases = suite.getElementsByTagName("testcase");
        assertThat(cases.getLength()).isEqualTo(3);
        assertThat(((Element) cases.item(0)).getAttribute("name")).isEqualTo("a.camel.yaml");
        assertThat(text(suite, "system-out"))
                .isEqualTo("a.camel.yaml:3:5: warning: could be better\na.camel.yaml:4:1: hint: has no id");
        assertThat(text(suite, "failure")).isEqualTo("b.camel.yaml: error: is \"wrong\" <&>");
        assertThat(((Element) suite.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .isEqualTo("is \"wrong\" <&>");
    }

    @Test
    void ofStrictWarningsAreFailures() throws Exception {
        CheckReport strict = new CheckReport(FILES, FINDINGS.subList(0, 1), true);
        assertThat(strict.fails()).isTrue();
        assertThat(suite(strict).getAttribute("failures")).isEqualTo("1");
        assertThat(new CheckReport(FILES, FINDINGS.subList(0, 1), false).fails())
                .isFalse();
    }

    /** What may come from a file, or be its name. */
    private static CheckReport nasty() {
        String long10k = "x".repeat(10_000);
        List<Finding> findings = List.of(
                Finding.error(new Place("k\u00fcche <1> & \u0001.camel.yaml", 2, 1), "a < b & c > d \"e\" 'f' ]]>"),
                Finding.error("a.camel.yaml", "nul \u0000, escape \u001B[2J, \uFFFE, half a pair \uD83D"),
                Finding.error(
                        new Place("a.camel.yaml", 0, 0),
                        "\u00e4\u00f6\u00fc \u2713 \uD83D\uDCA1 {0} {{x}} [a](b) \\ \t"),
                Finding.error(new Place("/elsewhere/a%20b.camel.yaml", 9, 0), long10k),
                Finding.warning(new Place("a.camel.yaml", 3, 5), "warned \u0002"),
                new Finding(Severity.HINT, new Place("a.camel.yaml", 4, 1), "hint \u0003"));
        return new CheckReport(List.of("a.camel.yaml", "fine.camel.yaml"), findings, false);
    }

    @Test
    void sarifIsWhatItsSchemaWants() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonSchema schema;
        try (InputStream in = Result.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            JsonNode text = mapper.readTree(in);
            schema = JsonSchemaFactory.getInstance(SpecVersionDetector.detect(text))
                    .getSchema(text);
        }
        for (CheckReport report : List.of(REPORT, nasty(), new CheckReport(List.of(), List.of(), true))) {
            JsonNode log = mapper.readTree(report.in(Format.SARIF, Ansi.ON));
            assertThat(schema.validate(log, run -> run.getExecutionConfig().setFormatAssertionsEnabled(true)))
                    .isEmpty();
            assertThat(log.at("/runs/0/results").findValues("message"))
                    .extracting(message -> message.get("text").asText())
                    .containsExactlyElementsOf(
                            report.findings().stream().map(Finding::message).toList());
        }
        JsonNode wrong = mapper.readTree(REPORT.in(Format.SARIF, Ansi.ON).replace("startLine", "startline"));
        assertThat(schema.validate(wrong)).isNotEmpty();
    }

    /** As Maven's report reads it; Jenkins and GitLab read the same. */
    @Test
    void junitIsWhatMavenReads() throws Exception {
        CheckReport report = nasty();
        byte[] xml = report.in(Format.JUNIT, Ansi.ON).getBytes(StandardCharsets.UTF_8);
        List<ReportTestSuite> suites = new TestSuiteXmlParser(new NullConsoleLogger())
                .parse(new InputStreamReader(new ByteArrayInputStream(xml), StandardCharsets.UTF_8));

        ReportTestSuite suite = suites.get(0);
        assertThat(suites).hasSize(1);
        assertThat(suite.getNumberOfTests()).isEqualTo(4);
        assertThat(suite.getNumberOfFailures()).isEqualTo(3);
        assertThat(suite.getNumberOfErrors() + suite.getNumberOfSkipped()).isZero();
        assertThat(suite.getTestCases())
                .filteredOn(ReportTestCase::hasFailure)
                .extracting(ReportTestCase::getName, ReportTestCase::getFailureType)
                .containsExactly(
                        tuple("a.camel.yaml", "error"),
                        tuple("/elsewhere/a%20b.camel.yaml", "error"),
                        tuple("k\u00fcche <1> & \uFFFD.camel.yaml", "error"));
        assertThat(suite.getTestCases())
                .filteredOn(ReportTestCase::isSuccessful)
                .extracting(ReportTestCase::getName)
                .containsExactly("fine.camel.yaml");
        assertThat(suite.getTestCases())
                .filteredOn(found -> found.getName().startsWith("k"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getFailureMessage()).isEqualTo("a < b & c > d \"e\" 'f' ]]>");
                    assertThat(found.getFailureDetail()).contains(":2:1: error: a < b & c > d \"e\" 'f' ]]>");
                });
        assertThat(suite.getTestCases())
                .filteredOn(found -> found.getName().startsWith("/elsewhere"))
                .extracting(ReportTestCase::getFailureMessage)
                .containsExactly("x".repeat(10_000));
    }

    @Test
    void textSteersNoTerminal() {
        assertThat(nasty().in(Format.TEXT, Ansi.OFF))
                .doesNotContain("\u001B", "\u0000")
                .contains("escape ·[2J");
    }

    private static Element suite(CheckReport report) throws Exception {
        byte[] xml = report.in(Format.JUNIT, Ansi.ON).getBytes(StandardCharsets.UTF_8);
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("testsuites");
        return (Element) document.getElementsByTagName("testsuite").item(0);
    }

    private static String text(Element suite, String tag) {
        return suite.getElementsByTagName(tag).item(0).getTextContent();
    }

    @Test
    void nothingIsAnEmptyList() {
        CheckReport nothing = new CheckReport(List.of("a"), List.of(), true);
        assertThat(nothing.in(Format.TEXT, Ansi.ON)).isEqualTo("1 file checked: nothing to mend");
        assertThat(nothing.in(Format.JSON, Ansi.ON)).isEqualToIgnoringWhitespace("[]");
    }
}
