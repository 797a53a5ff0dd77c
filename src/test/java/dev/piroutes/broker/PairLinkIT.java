package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.LinkProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both nodes of a pair live and cannot reach each other: without a witness both serve, with one the cut-off one stops. */
@Tag("full")
class PairLinkIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String ALL_COPIED = "stands by, and has a copy of everything";
    private static final String NOBODY = "nobody.invalid:9";
    private static final int MQTT_PORT = 23_903;
    private static final int PAIR_PORT = 24_636;

    @TempDir
    Path folder;

    private final List<LinkProxy> link = new ArrayList<>();
    private PairNode primary;
    private PairNode backup;

    /** Each node is reached at an address that is a proxy of the other, and says so. */
    @BeforeEach
    void nodesWithALinkBetween() throws Exception {
        for (int port : List.of(PAIR_PORT, PAIR_PORT + 1)) {
            link.add(new LinkProxy("127.0.0.3", "127.0.0.1", port));
            link.add(new LinkProxy("127.0.0.4", "127.0.0.2", port));
        }
        primary = PairNode.primary(folder, MQTT_PORT, PAIR_PORT);
        backup = PairNode.backup(folder, MQTT_PORT, PAIR_PORT);
    }

    @AfterEach
    void end() {
        primary.close();
        backup.close();
        link.forEach(LinkProxy::close);
    }

    @Test
    void bothServeAndSayItAndAPersonChooses() throws Exception {
        primary.start(behind("127.0.0.3", "127.0.0.4"));
        backup.start(behind("127.0.0.4", "127.0.0.3")).awaitSaid(ALL_COPIED);

        link.forEach(proxy -> proxy.broken(true));
        await().atMost(LIMIT).until(backup::serves);
        assertThat(primary.serves()).isTrue();
        primary.retain("the primary's");
        backup.retain("the backup's");

        link.forEach(proxy -> proxy.broken(false));
        primary.awaitSaid("BOTH nodes serve");
        backup.awaitSaid("BOTH nodes serve");
        assertThat(backup.retained()).isEqualTo("the backup's");

        backup.stop();
        backup.start(behind("127.0.0.4", "127.0.0.3", "--pair.start=yield")).awaitSaid(ALL_COPIED);
        primary.stop();
        await().atMost(LIMIT).until(backup::serves);
        assertThat(backup.retained()).isEqualTo("the primary's");
        assertThat(folder.resolve("backup/data/journal/oldreplica.1"))
                .as("put aside")
                .isDirectory();
    }

    @Test
    void theOneWithoutAWitnessStopsAndTheOtherGoesOn() throws Exception {
        primary.start(behind("127.0.0.3", "127.0.0.4", "--pair.witness=" + NOBODY));
        backup.start(behind("127.0.0.4", "127.0.0.3", "--pair.witness=127.0.0.1:" + (PAIR_PORT + 1)))
                .awaitSaid(ALL_COPIED);

        link.forEach(proxy -> proxy.broken(true));
        primary.awaitSaid("the primary stops: neither the peer nor the witness " + NOBODY + " answers");
        await().atMost(LIMIT).until(backup::serves);
        assertThat(primary.serves()).isFalse();
        backup.retain("while it was cut");

        link.forEach(proxy -> proxy.broken(false));
        primary.awaitSaid(ALL_COPIED);
        await().atMost(LIMIT).until(primary::serves);
        assertThat(primary.retained()).isEqualTo("while it was cut");
        assertThat(backup.output()).doesNotContain("BOTH");
    }

    private String[] behind(String own, String peer, String... more) throws IOException {
        Path etc = Files.createDirectories(folder.resolve("etc-" + own).resolve("pair"));
        String xml = Files.readString(Path.of("broker-etc/pair/link.xml"));
        String connector = "<connector name=\"this-node\">tcp://${pair.host}";
        assertThat(xml).contains(connector);
        Files.writeString(etc.resolve("link.xml"), xml.replace(connector, connector.replace("${pair.host}", own)));
        Files.writeString(etc.resolveSibling("broker.xml"), Files.readString(Path.of("broker-etc/broker.xml")));
        List<String> arguments = new ArrayList<>(List.of("--broker.etc=" + etc.getParent(), "--pair.peer=" + peer));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
