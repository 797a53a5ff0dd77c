package dev.piroutes.broker;

import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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
 * Finds, checks and reads {@code broker.xml} and the files that are laid over it. The files themselves say what their values
 * mean; here they are only turned into Artemis's configuration, with errors that name file and line.
 */
final class BrokerXml {
    private static final Path WORKING_DIRECTORY_ETC = Path.of("broker-etc");
    private static final String FILE = "broker.xml";
    private static final String IN_JAR = "/broker-etc/";
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
     * @param etc the folder to read from, or {@code null} for {@code broker-etc}, else the copies in the jar
     * @param overlays the files to lay over {@code broker.xml}; one that the folder lacks is taken from the jar
     * @return {@code broker.xml}, then the others in their order
     * @throws BrokerException if a folder is given and there is no {@code broker.xml} that can be read in it
     */
    static List<BrokerXml> find(@Nullable Path etc, List<String> overlays) {
        Path folder = etc == null && Files.isDirectory(WORKING_DIRECTORY_ETC) ? WORKING_DIRECTORY_ETC : etc;
        List<BrokerXml> files = new ArrayList<>();
        files.add(folder == null ? fromJar(FILE) : fromFolder(folder));
        for (String overlay : overlays) {
            boolean own = folder != null && Files.isRegularFile(folder.resolve(overlay));
            files.add(own ? fromFile(folder.resolve(overlay)) : fromJar(overlay));
        }
        return files;
    }

    private static BrokerXml fromJar(String file) {
        try (InputStream in = Objects.requireNonNull(BrokerXml.class.getResourceAsStream(IN_JAR + file), file)) {
            return new BrokerXml("the jar's " + file, new String(in.readAllBytes(), StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new BrokerException("cannot read the jar's own " + file + ": " + Reason.of(e), e);
        }
    }

    private static BrokerXml fromFolder(Path etc) {
        Path file = etc.resolve(FILE).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new BrokerException(
                    "there is no " + file + ": --broker.etc=FOLDER must name a folder with a " + FILE);
        }
        return fromFile(file);
    }

    private static BrokerXml fromFile(Path file) {
        try {
            return new BrokerXml(file.toAbsolutePath().normalize().toString(), TextFile.read(file), false);
        } catch (IOException e) {
            throw new BrokerException("cannot read " + file + ": " + Reason.of(e), e);
        }
    }

    /**
     * Lays the files over one another, and reads the whole.
     *
     * @param values what the placeholders stand for
     * @throws BrokerException if one is not a valid Artemis configuration
     */
    static Configuration read(List<BrokerXml> files, Map<String, String> values) {
        Element core = files.get(0).core(values);
        for (BrokerXml overlay : files.subList(1, files.size())) {
            Overlay.lay(overlay.core(values), core);
        }
        try {
            Configuration configuration = new ConfigurationImpl();
            new FileConfigurationParser().parseMainConfig(core, configuration);
            return configuration;
        } catch (Exception e) {
            // Artemis's parser declares Exception; what it throws names the element but no line.
            throw new BrokerException(
                    files.stream().map(file -> file.name).collect(Collectors.joining(", ")) + ": " + Reason.of(e), e);
        }
    }

    private Element core(Map<String, String> values) {
        String filled = Placeholders.fill(text, values, name);
        try {
            if (!shipped) {
                // The shipped copy is checked by the build; reading the schema takes longer than everything else here.
                schema().newValidator().validate(source(filled));
            }
            return core(parse(filled));
        } catch (SAXParseException e) {
            throw new BrokerException(name + ", line " + e.getLineNumber() + ": " + Reason.of(e), e);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new BrokerException(name + ": " + Reason.of(e), e);
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
}
