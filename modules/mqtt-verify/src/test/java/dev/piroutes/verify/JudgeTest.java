package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is seen, against what is wanted: the words of each difference. */
class JudgeTest {

    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Contract.Message ACK =
            new Contract.Message("r/led/ack", new Contract.Payload(List.of("ON", "OFF"), null), 1, false);

    private static Packet.Publish publish(String topic, String payload, int qos, boolean retained) {
        return new Packet.Publish(topic, payload, qos, retained, false, 1);
    }

    private static Packet.Connect connect(boolean persistent, int keepAlive) {
        return new Packet.Connect("X", 4, persistent, keepAlive, null, "127.0.0.1:1");
    }

    @Test
    void aRightMessageIsRightAmongOthers() {
        assertThat(Judge.message(
                        ACK, List.of(publish("r/other", "x", 0, true), publish("r/led/ack", "OFF", 1, false)), WITHIN))
                .isEmpty();
    }

    @Test
    void wrongTopicWrongPayloadAndSilenceAreToldApart() {
        assertThat(Judge.message(ACK, List.of(publish("r/led/acks", "ON", 1, false)), WITHIN))
                .contains("wrong topic: \"ON\" came on r/led/acks, should be on r/led/ack");
        assertThat(Judge.message(ACK, List.of(publish("r/led/ack", "on", 1, false)), WITHIN))
                .contains("wrong payload on r/led/ack: \"on\", should be \"ON\" or \"OFF\"");
        assertThat(Judge.message(ACK, List.of(), WITHIN)).contains("no message on r/led/ack within 2 s");
        assertThat(Judge.message(ACK, List.of(publish("r/x", "y", 1, false)), WITHIN))
                .contains("no message on r/led/ack within 2 s; instead \"y\" on r/x");
    }

    @Test
    void qosAndRetainedFlagAreSaidTogether() {
        assertThat(Judge.message(ACK, List.of(publish("r/led/ack", "ON", 0, true)), WITHIN))
                .contains(
                        "\"ON\" on r/led/ack has a wrong QoS: 0, should be 1; wrong retained flag: retained, should not be");
    }

    @Test
    void aPayloadCanBeAnExpression() {
        Contract.Message celsius =
                new Contract.Message("r/t", new Contract.Payload(List.of(), Pattern.compile("\\d+")), 0, false);

        assertThat(Judge.message(celsius, List.of(publish("r/t", "21", 0, false)), WITHIN))
                .isEmpty();
        assertThat(Judge.message(celsius, List.of(publish("r/t", "21 C", 0, false)), WITHIN))
                .contains("wrong payload on r/t: \"21 C\", should be what matches \\d+");
    }

    @Test
    void keepAliveIsWithinItsLimits() {
        Contract.KeepAlive wanted = new Contract.KeepAlive(5, 60);

        assertThat(Judge.keepAlive(wanted, connect(true, 5))).isEmpty();
        assertThat(Judge.keepAlive(wanted, connect(true, 60))).isEmpty();
        assertThat(Judge.keepAlive(wanted, connect(true, 61))).contains("keep-alive 61 s, should be 5 to 60 s");
        assertThat(Judge.keepAlive(wanted, connect(true, 0))).contains("no keep-alive (0), should be 5 to 60 s");
    }

    @Test
    void aSessionIsKeptOrNot() {
        assertThat(Judge.session(false, connect(true, 30))).isEmpty();
        assertThat(Judge.session(true, connect(false, 30))).isEmpty();
        assertThat(Judge.session(false, connect(false, 30)))
                .contains("a clean session, should be one that is kept (cleanSession=false)");
        assertThat(Judge.session(true, connect(true, 30))).contains("a session that is kept, should be a clean one");
    }

    @Test
    void subscriptionsAreExact() {
        List<Packet.Filter> wanted = List.of(new Packet.Filter("r/led/cmd", 1));

        assertThat(Judge.subscriptions(wanted, wanted)).isEmpty();
        assertThat(Judge.subscriptions(wanted, List.of())).contains("no subscription to r/led/cmd");
        assertThat(Judge.subscriptions(wanted, List.of(new Packet.Filter("r/led/cmd", 0))))
                .contains("r/led/cmd with QoS 0, should be 1");
        assertThat(Judge.subscriptions(wanted, List.of(new Packet.Filter("r/led/cmds", 1))))
                .contains("no subscription to r/led/cmd; wrong topic: it subscribes r/led/cmds");
        assertThat(Judge.subscriptions(List.of(), wanted)).contains("subscribes more than it should: r/led/cmd");
    }

    @Test
    void answersAlternateAcrossChecks() {
        assertThat(Judge.alternation(null, List.of("ON", "OFF", "ON"))).isEmpty();
        assertThat(Judge.alternation("ON", List.of("ON"))).contains("\"ON\" came twice in a row, it should alternate");
    }

    @Test
    void whatCameOverTheNetworkIsShownOnOneLine() {
        String shown = Judge.message(
                        ACK, List.of(publish("r/led/ack", "a\nb\u001b[31m" + "x".repeat(300), 1, false)), WITHIN)
                .orElseThrow();

        assertThat(shown).doesNotContain("\n", "\u001b").hasSizeLessThan(200);
    }

    @Test
    void aFilterCoversAsMqttSays() {
        assertThat(new Packet.Filter("a/+/c", 1).covers("a/b/c")).isTrue();
        assertThat(new Packet.Filter("a/#", 1).covers("a")).isTrue();
        assertThat(new Packet.Filter("a/#", 1).covers("a/b/c")).isTrue();
        assertThat(new Packet.Filter("a/+", 1).covers("a/b/c")).isFalse();
        assertThat(new Packet.Filter("a/b/c", 1).covers("a/b")).isFalse();
    }

    @Test
    void anAnswerHasWhatTheQuestionBrought() {
        Packet.Properties question = new Packet.Properties("r/answer", "q1", null, Map.of());

        assertThat(Judge.correlation(question, answer("q1", Map.of()))).isEmpty();
        assertThat(Judge.correlation(Packet.Properties.NONE, answer(null, Map.of())))
                .isEmpty();
        assertThat(Judge.correlation(question, answer(null, Map.of())))
                .contains("\"ON\" on r/led/ack has no correlation data, should have that of the question, \"q1\"");
        assertThat(Judge.correlation(question, answer("q2", Map.of())))
                .contains("\"ON\" on r/led/ack has the correlation data \"q2\", should have that of the question,"
                        + " \"q1\"");
    }

    @Test
    void anAnswerHasItsUserProperties() {
        Contract.Message wanted = new Contract.Message(
                "r/led/ack", new Contract.Payload(List.of("ON"), null), 1, false, Map.of("unit", "UTC"));

        assertThat(Judge.message(
                        wanted, List.of(answer(null, Map.of("unit", "UTC", "more", "x"))), Duration.ofSeconds(1)))
                .isEmpty();
        assertThat(Judge.message(wanted, List.of(answer(null, Map.of("unit", "CET"))), Duration.ofSeconds(1)))
                .contains("\"ON\" on r/led/ack has a wrong user property unit: \"CET\", should be \"UTC\"");
        assertThat(Judge.message(wanted, List.of(answer(null, Map.of())), Duration.ofSeconds(1)))
                .contains("\"ON\" on r/led/ack has a wrong user property unit: none, should be \"UTC\"");
    }

    private static Packet.Publish answer(@Nullable String correlation, Map<String, String> user) {
        return new Packet.Publish(
                "r/led/ack", "ON", 1, false, false, 1, new Packet.Properties(null, correlation, null, user));
    }
}
