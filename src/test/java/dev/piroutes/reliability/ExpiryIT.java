package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The setting of docs/reliability.md: the broker drops a command that has waited too long. */
class ExpiryIT {
    private static final int EXPIRY_MS = 300;

    @TempDir
    Path folder;

    @Test
    void aCommandThatWaitedTooLongIsNotHandled() throws Exception {
        String setting = "<address-setting match=\"csc2106.led.cmd\"><expiry-delay>" + EXPIRY_MS
                + "</expiry-delay></address-setting>";
        try (Broker broker = TestLab.broker(folder, "<address-settings>", "<address-settings>" + setting);
                FaultProxy proxy = new FaultProxy(broker.port());
                TestLab lab = new TestLab(proxy.url(), folder).start("led");
                Watcher watcher = new Watcher(broker.port(), "csc2106/led/ack")) {
            lab.awaitConnected("led");
            proxy.accept(false);
            lab.awaitDisconnected("led");
            watcher.publish("csc2106/led/cmd", "TOGGLE");
            watcher.publish("csc2106/led/cmd", "TOGGLE");
            watcher.publish("csc2106/led/cmd", "TOGGLE");
            long published = System.currentTimeMillis();
            await().until(() -> System.currentTimeMillis() - published > EXPIRY_MS);
            proxy.accept(true);
            lab.awaitConnected("led");
            watcher.publish("csc2106/led/cmd", "TOGGLE");
            watcher.awaitSeen("csc2106/led/ack", "ON");
            assertThat(watcher.events("csc2106/led/ack")).containsExactly("ON");
        }
    }
}
