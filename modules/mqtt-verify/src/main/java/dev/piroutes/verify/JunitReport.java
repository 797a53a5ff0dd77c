package dev.piroutes.verify;

import dev.piroutes.files.XmlText;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** JUnit's XML, as CI servers and marking scripts read it: a suite for each device, a case for each check. */
public final class JunitReport {

    private JunitReport() {}

    /** The whole document. */
    public static String of(List<Examined> all) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Examined examined : all) {
                suite(examined, xml);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void suite(Examined examined, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", examined.root() + " " + examined.contract());
        xml.writeAttribute("tests", String.valueOf(examined.results().size()));
        xml.writeAttribute("failures", String.valueOf(examined.count(Outcome.FAILED)));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", String.valueOf(examined.count(Outcome.SKIPPED)));
        xml.writeAttribute("time", seconds(examined.took()));
        xml.writeAttribute("timestamp", examined.at().toString());
        for (Result result : examined.results()) {
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", examined.root().replace('/', '.') + "." + examined.contract());
            xml.writeAttribute("name", result.check());
            xml.writeAttribute("time", seconds(result.took()));
            body(result, xml);
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static void body(Result result, XMLStreamWriter xml) throws XMLStreamException {
        switch (result.outcome()) {
            case FAILED -> {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", XmlText.legal(result.seen()));
                xml.writeCharacters(XmlText.legal(
                        String.join("\n", result.packets()) + (result.hint() == null ? "" : "\n" + result.hint())));
                xml.writeEndElement();
            }
            case SKIPPED -> {
                xml.writeEmptyElement("skipped");
                xml.writeAttribute("message", XmlText.legal(result.seen()));
            }
            case PASSED -> {
                xml.writeStartElement("system-out");
                xml.writeCharacters(XmlText.legal(result.seen()));
                xml.writeEndElement();
            }
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }
}
