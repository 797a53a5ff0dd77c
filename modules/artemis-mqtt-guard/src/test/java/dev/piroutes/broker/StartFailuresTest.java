package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.guard.GuardException;
import java.net.BindException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

class StartFailuresTest {

    @TempDir
    Path folder;

    @Test
    void theFirstCauseInTheBrokersWordsIsTold() {
        assertThat(explained(new Exception("outer", new GuardException("in words", null))))
                .hasMessage("in words");
        assertThat(explained(new Exception("outer", new BindException("bind failed: Address already in use"))))
                .hasMessageStartingWith("port 1883 is already in use on 127.0.0.1");
        assertThat(explained(null)).hasMessage("the broker did not start: no reason given");
    }

    @Test
    @Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
    void causesInARingEnd() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));

        assertThat(explained(one).getMessage()).endsWith("did not start: one");
    }

    private BrokerException explained(@Nullable Exception cause) {
        BrokerSettings settings = new BrokerSettings("127.0.0.1", 1883, null, folder);
        try (DataFolder data = DataFolder.open(folder)) {
            return StartFailures.explain(cause, settings, data);
        }
    }
}
