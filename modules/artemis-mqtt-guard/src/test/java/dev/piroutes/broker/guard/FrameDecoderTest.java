package dev.piroutes.broker.guard;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a packet may take: {@code packet-timeout}, 30 s. */
class FrameDecoderTest {
    private static final String CONNECT = "100d00044d5154540402000000" + "0161";
    private static final String HALF_A_PUBLISH = "30050003612f";

    private final List<Offence> offences = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void aConnectedClient() {
        channel.freezeTime();
        channel.pipeline().addLast(new FrameDecoder(new Limits(), new AtomicLong(), new FrameDecoder.Findings() {
            @Override
            public void offence(Offence offence) {
                offences.add(offence);
            }

            @Override
            public void bridge() {}
        }));
        send(CONNECT);
        assertThat(offences).isEmpty();
    }

    private void send(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void aPacketThatDoesNotEndIsNotWaitedFor() {
        send(HALF_A_PUBLISH);
        pass(29);
        assertThat(offences).isEmpty();
        pass(1);
        assertThat(offences)
                .extracting(Offence::what)
                .singleElement()
                .asString()
                .contains("more than 30 s");
    }

    @Test
    void whomTheBrokerDoesNotReadFromIsNotTooSlow() {
        send(HALF_A_PUBLISH);
        channel.config().setAutoRead(false);
        pass(30);
        pass(30);
        assertThat(offences).isEmpty();
        Listening.resume(channel);
        pass(30);
        assertThat(offences).as("it read on within that time").isEmpty();
        pass(30);
        assertThat(offences).hasSize(1);
    }

    @Test
    void norInTheMomentInWhichItReadsOn() {
        send(HALF_A_PUBLISH);
        channel.config().setAutoRead(false);
        pass(29);
        Listening.resume(channel);
        pass(1);
        assertThat(offences).isEmpty();
        send("62");
        assertThat(offences).isEmpty();
        pass(60);
        assertThat(offences).isEmpty();
    }

    /** Each takes a hundred times as much of the heap as its four bytes. */
    @ParameterizedTest
    @CsvSource({"8, 00016100", "10, 000161"})
    void moreFiltersThanASessionMayHaveAreNotDecoded(int type, String filter) {
        send(packet(type, filter, 1_000));
        assertThat(offences).isEmpty();
        send(packet(type, filter, 1_001));
        assertThat(offences)
                .extracting(Offence::what)
                .containsExactly("more than 1000 filters in one packet (max-subscriptions in broker.xml)");
    }

    private static String packet(int type, String filter, int times) {
        int length = 2 + times * filter.length() / 2;
        return "%x2%02x%02x0001".formatted(type, length & 0x7f | 0x80, length >> 7) + filter.repeat(times);
    }
}
