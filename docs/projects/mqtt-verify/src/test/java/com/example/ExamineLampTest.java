package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.piroutes.verify.Examined;
import dev.piroutes.verify.Outcome;
import dev.piroutes.verify.Result;
import dev.piroutes.verify.Verifier;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole program, with a stock broker, a right lamp and a wrong one. */
class ExamineLampTest {

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    @BeforeEach
    void startBroker() throws Exception {
        broker.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:0?protocols=MQTT"));
        broker.start();
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.stop();
    }

    private int port() {
        NettyAcceptor acceptor =
                (NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("mqtt");
        return acceptor.getActualPort();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"ON, none", "on, reaction-on"})
    void aRightLampPassesAndAWrongOneFailsForItsReason(String state, String failed) throws Exception {
        try (Verifier verifier = ExamineLamp.verifier(0, port());
                TestLamp lamp = new TestLamp(verifier.port(), state)) {
            Examined examined = ExamineLamp.examine(verifier).get(0);

            assertEquals(failed == null, examined.passed());
            assertEquals(
                    Stream.ofNullable(failed).toList(),
                    examined.results().stream()
                            .filter(result -> result.outcome() == Outcome.FAILED)
                            .map(Result::check)
                            .toList());
        }
    }
}
