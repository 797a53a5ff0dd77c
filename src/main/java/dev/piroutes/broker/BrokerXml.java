package dev.piroutes.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Finds, checks and reads {@code broker.xml}. The file itself says what its values mean; here they are only turned into
 * Artemis's configuration, with errors that name file and line.
 */
final class BrokerXml {
    private static final Path WORKING_DIRECTORY_ETC = Path.of("broker-etc");
    private static final String FILE = "broker.xml";
    private static final String IN_JAR = "/broker-etc/" + FILE;
    private static final String CORE_NAMESPACE = "urn:activemq:core";

    private final String name;
    private final String text;
    private final boolean shipped;

    private BrokerXml(String name, String text, boolean shipped) {
        this.name = name;
        this.text = text;
        this.shipped = shipped;
    }

    /**
     * @param etc the folder to read from, or {@code null} for {@code broker-etc}, else the copy in the jar
     * @throws BrokerException if a folder is given and there is no {@code broker.xml} that can be read in it
     */
    static BrokerXml find(@Nullable Path etc) {
        if (etc != null) {
            return fromFolder(etc);
        }
        if (Files.isDirectory(WORKING_DIRECTORY_ETC)) {
            return fromFolder(WORKING_DIRECTORY_ETC);
        }
        try (InputStream in = Objects.requireNonNull(BrokerXml.class.getResourceAsStream(IN_JAR), IN_JAR)) {
            return new BrokerXml("the jar's " + FILE, new String(in.readAllBytes(), StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new BrokerException("cannot read the jar's own " + FILE + ": " + e.getMessage(), e);
        }
    }

    private static BrokerXml fromFolder(Path etc) {
        Path file = etc.resolve(FILE).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new BrokerException(
                    "there is no " + file + ": --broker.etc=FOLDER must name a folder with a " + FILE);
        }
        try {
            return new BrokerXml(file.toString(), Files.readString(file), false);
        } catch (IOException e) {
            throw new BrokerException("cannot read " + file + ": " + e, e);
        }
    }

    /**
     * @param values what the placeholders stand for
     * @throws BrokerException if the file is not a valid Artemis configuration
     */
    Configuration read(Map<String, String> values) {
        String filled = Placeholders.fill(text, values, name);
        try {
            if (!shipped) {
                // The shipped copy is checked by the build; reading the schema takes longer than everything else here.
                schema().newValidator().validate(source(filled));
            }
            Configuration configuration = new ConfigurationImpl();
            new FileConfigurationParser().parseMainConfig(core(parse(filled)), configuration);
            return configuration;
        } catch (SAXParseException e) {
            throw new BrokerException(name + ", line " + e.getLineNumber() + ": " + oneLine(e), e);
        } catch (Exception e) {
            // Artemis's parser declares Exception; what it throws names the element but no line.
            throw new BrokerException(name + ": " + oneLine(e), e);
        }
    }

    private static Source source(String xml) {
        return new StreamSource(new StringReader(xml));
    }

    private static Schema schema() throws SAXException {
        ClassLoader artemis = FileConfigurationParser.class.getClassLoader();
        URL schema = Objects.requireNonNull(artemis.getResource("schema/artemis-server.xsd"));
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(schema);
    }

    private static Document parse(String xml) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        // No document type: the file needs none, and one could read other files.
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new InputSource(new StringReader(xml)));
    }

    private Element core(Document document) {
        if (document.getElementsByTagNameNS(CORE_NAMESPACE, "core").item(0) instanceof Element core) {
            return core;
        }
        throw new BrokerException(name + ": there is no <core xmlns=\"" + CORE_NAMESPACE + "\"> element");
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
