package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is laid over {@code broker.xml}. */
class OverlayTest {
    @TempDir
    Path etc;

    @BeforeEach
    void copyWhatShips() throws IOException {
        Files.copy(Path.of("broker-etc/broker.xml"), etc.resolve("broker.xml"));
    }

    @Test
    void replacesWhatItNamesAndKeepsTheRest() throws IOException {
        // Given
        overlay(
                """
                <name>other</name>
                <acceptors><acceptor name="mqtt">tcp://127.0.0.1:1?protocols=MQTT</acceptor></acceptors>""");

        // When
        Configuration laid = read();

        // Then
        assertThat(laid.getName()).isEqualTo("other");
        assertThat(laid.getAcceptorConfigurations())
                .extracting(acceptor -> acceptor.getParams().get("port"))
                .containsExactly("1");
        assertThat(laid.getJournalBufferTimeout_NIO()).isEqualTo(50_000);
    }

    @Test
    void addsToListsWhatTheyDoNotHave() throws IOException {
        // Given
        overlay(
                """
                <acceptors><acceptor name="cluster">tcp://127.0.0.1:2?protocols=CORE</acceptor></acceptors>
                <address-settings><address-setting match="a"><max-delivery-attempts>7</max-delivery-attempts></address-setting></address-settings>""");

        // When
        Configuration laid = read();

        // Then
        assertThat(laid.getAcceptorConfigurations())
                .extracting(TransportConfiguration::getName)
                .containsExactlyInAnyOrder("mqtt", "cluster");
        assertThat(laid.getAddressSettings()).containsOnlyKeys("#", "a");
    }

    @Test
    void addsParametersToAnAcceptor() throws IOException {
        // Given
        overlay("<acceptors><acceptor name=\"mqtt\">;sslEnabled=true</acceptor></acceptors>");

        // When
        Configuration laid = read();

        // Then
        assertThat(laid.getAcceptorConfigurations()).singleElement().satisfies(acceptor -> assertThat(
                        acceptor.getParams())
                .containsEntry("sslEnabled", "true")
                .containsEntry("protocols", "MQTT"));
    }

    @Test
    void namesFileAndLineOfItsOwnMistakes() throws IOException {
        overlay("<no-such-element/>");

        assertThatThrownBy(this::read)
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(etc.resolve("over.xml") + ", line 2")
                .hasMessageContaining("no-such-element");
    }

    private void overlay(String content) throws IOException {
        Files.writeString(
                etc.resolve("over.xml"),
                "<configuration xmlns=\"urn:activemq\"><core xmlns=\"urn:activemq:core\">\n" + content
                        + "\n</core></configuration>\n");
    }

    private Configuration read() {
        return BrokerXml.read(
                BrokerXml.find(etc, List.of("over.xml")),
                Map.of("broker.host", "127.0.0.1", "broker.port", "0", "broker.data", "d"));
    }
}
