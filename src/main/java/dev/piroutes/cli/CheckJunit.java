package dev.piroutes.cli;

import dev.piroutes.files.XmlText;
import dev.piroutes.source.Finding;
import java.io.StringWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** JUnit's XML, as CI servers read it: a case for each file. */
final class CheckJunit {

    /** Some readers want one; nobody asks how long a file took. */
    private static final String NO_TIME = "0";

    private final Predicate<Finding> fails;
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private CheckJunit(Predicate<Finding> fails) throws XMLStreamException {
        this.fails = fails;
        this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    }

    /**
     * The whole document.
     *
     * @param files all that were looked at
     * @param fails whether a finding is a failure
     */
    static String of(Collection<String> files, List<Finding> findings, Predicate<Finding> fails) {
        try {
            CheckJunit report = new CheckJunit(fails);
            report.suite(byFile(files, findings));
            return report.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, List<Finding>> byFile(Collection<String> files, List<Finding> findings) {
        Set<String> all = new LinkedHashSet<>(files);
        findings.forEach(finding -> all.add(finding.place().file()));
        Map<String, List<Finding>> byFile = new LinkedHashMap<>();
        all.forEach(file -> byFile.put(
                file,
                findings.stream()
                        .filter(finding -> finding.place().file().equals(file))
                        .toList()));
        return byFile;
    }

    private void suite(Map<String, List<Finding>> files) throws XMLStreamException {
        long failed = files.values().stream()
                .filter(found -> found.stream().anyMatch(fails))
                .count();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "pi-routes check");
        xml.writeAttribute("tests", String.valueOf(files.size()));
        xml.writeAttribute("failures", String.valueOf(failed));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", NO_TIME);
        for (Map.Entry<String, List<Finding>> file : files.entrySet()) {
            testcase(CheckedFile.path(file.getKey()), file.getValue());
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.close();
    }

    private void testcase(String name, List<Finding> findings) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "pi-routes.check");
        xml.writeAttribute("name", XmlText.legal(name));
        xml.writeAttribute("time", NO_TIME);
        List<Finding> failures = findings.stream().filter(fails).toList();
        if (!failures.isEmpty()) {
            failure(failures);
        }
        List<Finding> others = findings.stream().filter(fails.negate()).toList();
        if (!others.isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(lines(others));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** One for all: of several, readers show the first. */
    private void failure(List<Finding> failures) throws XMLStreamException {
        Finding first = failures.get(0);
        String more = failures.size() == 1 ? "" : " (and " + (failures.size() - 1) + " more)";
        xml.writeStartElement("failure");
        xml.writeAttribute("type", first.severity().word());
        xml.writeAttribute("message", XmlText.legal(first.message() + more));
        xml.writeCharacters(lines(failures));
        xml.writeEndElement();
    }

    private static String lines(List<Finding> findings) {
        return XmlText.legal(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
}
