package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that leaves and comes back at once. */
@Timeout(60)
class ComesBackIT {

    @TempDir
    Path folder;

    /** It waits until that is done, and no longer: the client's patience is 5 s. */
    @Test
    void whileItsSubscriptionsAreStillBeingDeleted() throws IOException {
        try (Broker broker =
                Broker.start(new BrokerSettings("127.0.0.1", 0, withPlugin(SlowDisk.class), folder.resolve("data")))) {
            for (int round = 0; round < 2; round++) {
                try (WireClient client = WireClient.clean(broker.port(), "client")) {
                    assertThat(client.subscribe("topic", 1)).isEqualTo(1);
                    client.disconnect();
                }
            }
        }
    }

    private Path withPlugin(Class<?> plugin) throws IOException {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        String line = "<broker-plugin class-name=\"" + plugin.getName() + "\"/></broker-plugins>";
        String xml = Files.readString(Path.of("broker-etc", "broker.xml")).replace("</broker-plugins>", line);
        Files.writeString(etc.resolve("broker.xml"), xml);
        return etc;
    }
}
