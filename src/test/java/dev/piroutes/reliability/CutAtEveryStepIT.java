package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.FaultProxy.Cut;
import dev.piroutes.kit.FaultProxy.Direction;
import dev.piroutes.kit.FaultProxy.Type;
import dev.piroutes.kit.TestLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The connection is cut at each step of the protocol, on either side: every command is handled once, in order. */
class CutAtEveryStepIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Broker broker;
    private FaultProxy proxy;
    private Numbered devices;

    private void start(boolean mqtt5, String... properties) throws Exception {
        broker = TestLab.broker(folder);
        proxy = new FaultProxy(broker.port());
        devices = new Numbered(mqtt5, proxy.url(), folder, properties);
        devices.lab().awaitConnected("presser", "receiver");
    }

    @AfterEach
    void stop() {
        devices.close();
        proxy.close();
        broker.close();
    }

    static Stream<Arguments> steps() {
        return Stream.of(Cut.values())
                .flatMap(cut -> Stream.of(
                        Arguments.of(Direction.TO_BROKER, Type.PUBLISH, "numbered/cmd", cut),
                        Arguments.of(Direction.TO_DEVICE, Type.PUBACK, "", cut),
                        Arguments.of(Direction.TO_DEVICE, Type.PUBLISH, "numbered/cmd", cut),
                        Arguments.of(Direction.TO_BROKER, Type.PUBLISH, "numbered/ack", cut),
                        Arguments.of(Direction.TO_BROKER, Type.PUBACK, "", cut)));
    }

    @ParameterizedTest(name = "{3} {1} {2} {0}")
    @MethodSource("steps")
    void everyCommandIsHandledOnceAndInOrder(Direction way, Type type, String topic, Cut cut) throws Exception {
        cutAtAStep(false, way, type, topic, cut);
    }

    @Tag("full")
    @ParameterizedTest(name = "{3} {1} {2} {0}")
    @MethodSource("steps")
    void everyCommandIsHandledOnceAndInOrderWithMqtt5(Direction way, Type type, String topic, Cut cut)
            throws Exception {
        cutAtAStep(true, way, type, topic, cut);
    }

    static Stream<Arguments> qos2Steps() {
        return Stream.of(false, true).flatMap(mqtt5 -> Stream.of(Cut.values()).flatMap(cut -> Stream.of(
                        Type.PUBLISH, Type.PUBREC, Type.PUBREL, Type.PUBCOMP)
                .flatMap(type -> Stream.of(Direction.values()).map(way -> Arguments.of(way, type, cut, mqtt5)))));
    }

    @Tag("full")
    @ParameterizedTest(name = "{2} {1} {0}, MQTT 5: {3}")
    @MethodSource("qos2Steps")
    void everyCommandOfQos2IsHandledOnceAndInOrder(Direction way, Type type, Cut cut, boolean mqtt5) throws Exception {
        cutAtAStep(mqtt5, way, type, "", cut, "numbered.qos=2");
    }

    private void cutAtAStep(boolean mqtt5, Direction way, Type type, String topic, Cut cut, String... properties)
            throws Exception {
        start(mqtt5, properties);
        devices.press(3);
        devices.awaitAll(LIMIT);

        proxy.cutOnce(cut, packet -> packet.is(way, type) && packet.contains(topic));
        devices.press(7);
        devices.awaitAll(LIMIT);
        // The sentinel: what a redelivery would double comes before it.
        devices.press();
        devices.awaitAll(LIMIT);

        assertThat(devices.handled()).containsExactlyElementsOf(devices.pressed());
    }

    static Stream<Arguments> connectSteps() {
        return Stream.of(Cut.values())
                .flatMap(cut -> Stream.of(
                        Arguments.of(Direction.TO_BROKER, Type.CONNECT, cut),
                        Arguments.of(Direction.TO_DEVICE, Type.CONNACK, cut),
                        Arguments.of(Direction.TO_BROKER, Type.SUBSCRIBE, cut),
                        Arguments.of(Direction.TO_DEVICE, Type.SUBACK, cut)));
    }

    @Tag("full")
    @ParameterizedTest(name = "{2} {1} {0}")
    @MethodSource("connectSteps")
    void aCutWhileConnectingIsTriedAgain(Direction way, Type type, Cut cut) throws Exception {
        cutWhileConnecting(false, way, type, cut);
    }

    @Tag("full")
    @ParameterizedTest(name = "{2} {1} {0}")
    @MethodSource("connectSteps")
    void aCutWhileConnectingIsTriedAgainWithMqtt5(Direction way, Type type, Cut cut) throws Exception {
        cutWhileConnecting(true, way, type, cut);
    }

    private void cutWhileConnecting(boolean mqtt5, Direction way, Type type, Cut cut) throws Exception {
        start(mqtt5);
        devices.press(3);
        devices.awaitAll(LIMIT);

        proxy.cutOnce(cut, packet -> packet.is(way, type));
        proxy.cut();
        devices.press(7);
        devices.awaitAll(LIMIT);

        assertThat(devices.handled()).containsExactlyElementsOf(devices.pressed());
    }
}
