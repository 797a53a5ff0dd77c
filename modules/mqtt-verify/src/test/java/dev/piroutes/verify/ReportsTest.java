package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What a person, a CI server and a class's view get. */
class ReportsTest {

    /** What a device may send. */
    private static final String HOSTILE = "\"<script>alert('1')</script>&\"";

    private static final String CONTROL = "\u0000\u001B[2J\uD800";

    private static Examined examined(String root, Outcome second) {
        return new Examined(
                "device-b",
                "Device B",
                root,
                "PicoB-" + root.replace('/', '-'),
                List.of(
                        new Result("will", "Last will", Outcome.PASSED, "right", List.of(), null, Duration.ZERO),
                        new Result(
                                "status",
                                "Says that it is online",
                                second,
                                "wrong payload on " + root + "/devB/status: " + HOSTILE,
                                List.of("16:00:00.000 → PUBLISH " + HOSTILE),
                                second == Outcome.FAILED ? "say online" : null,
                                Duration.ofMillis(1500)),
                        new Result(
                                "pings",
                                "Keeps alive",
                                Outcome.SKIPPED,
                                "not asked for",
                                List.of(),
                                null,
                                Duration.ZERO)),
                Instant.parse("2026-11-24T15:40:00.123Z"),
                Duration.ofSeconds(2));
    }

    @Test
    void oneDeviceIsATableAndWhatFailedWithItsHint() {
        List<String> lines = TextReport.of(List.of(examined("a", Outcome.FAILED)));

        assertThat(lines)
                .contains(
                        "Device B (PicoB-a, a): 1 passed, 1 failed, 1 skipped",
                        "  will    passed   right",
                        "  pings   skipped  not asked for",
                        "    16:00:00.000 → PUBLISH " + HOSTILE,
                        "  try: say online");
    }

    @Test
    void aClassIsARowForEachGroup() {
        List<String> lines =
                TextReport.of(List.of(examined("c/g01", Outcome.PASSED), examined("c/g02", Outcome.FAILED)));

        assertThat(lines)
                .startsWith(
                        "c/g01  passed  2 passed, 0 failed, 1 skipped",
                        "c/g02  FAILED  1 passed, 1 failed, 1 skipped: status")
                .contains("c/g02 status: wrong payload on c/g02/devB/status: " + HOSTILE);
    }

    @Test
    void junitReadsAsXml() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JunitReport.of(List.of(examined("c/g02", Outcome.FAILED))))));

        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains(HOSTILE);
        assertThat(failure.getTextContent()).contains("say online");
    }

    @Test
    void junitReadsAsXmlWhateverADeviceSends() throws Exception {
        for (Outcome outcome : Outcome.values()) {
            Result result = new Result("will", "Last will", outcome, CONTROL, List.of(CONTROL), CONTROL, Duration.ZERO);
            Examined examined = new Examined(
                    "d", "D", "a", "D-a", List.of(result), Instant.parse("2026-11-24T15:40:00.123Z"), Duration.ZERO);
            Document xml = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(JunitReport.of(List.of(examined)))));
            assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(1);
        }
    }

    @Test
    void thePageShowsTextAsText() {
        String page = HtmlReport.of(List.of(examined("c/g02", Outcome.FAILED)));

        assertThat(page)
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;", "<strong>Try:</strong> say online")
                .doesNotContain("src=", "http:", "https:");
    }

    @Test
    void theAnnouncementIsWhatTheClassViewReads() {
        Examined examined = examined("csc2106/g07", Outcome.PASSED);

        assertThat(Announcement.topic(examined)).isEqualTo("csc2106/g07/checkpoint/device-b");
        assertThat(Announcement.payload(examined))
                .isEqualTo("{\"passed\":2,\"failed\":0,\"skipped\":1,\"at\":\"2026-11-24T15:40:00Z\"}");
    }

    @Test
    void aSelectionMeansACheckOrAllOfItsKind() {
        Selection selection = new Selection(List.of("press", "will"), List.of("press-hello"));

        assertThat(selection.wants("press-toggle")).isTrue();
        assertThat(selection.wants("press-hello")).isFalse();
        assertThat(selection.wants("will")).isTrue();
        assertThat(selection.wants("status")).isFalse();
        assertThat(new Selection(List.of("wil"), List.of()).fault(List.of("will", "status")))
                .contains("there is no check \"wil\"; did you mean will? (there are will, status)");
    }
}
