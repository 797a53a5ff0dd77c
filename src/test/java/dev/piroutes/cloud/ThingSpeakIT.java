package dev.piroutes.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.cloud.CloudBroker.Fate;
import dev.piroutes.cloud.CloudBroker.Message;
import dev.piroutes.cloud.CloudBroker.Verdict;
import dev.piroutes.cloud.CloudBroker.Visitor;
import dev.piroutes.kit.TestLab;
import dev.piroutes.sensor.Reading;
import dev.piroutes.sensor.SensorName;
import dev.piroutes.sensor.Sensors;
import dev.piroutes.sensor.VirtualSensors;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example thingspeak with a stand-in of ThingSpeak, whose 15 s are half a second here. */
@Tag("full")
@Timeout(180)
class ThingSpeakIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** As "MQTT Basics", "Publish to a Channel Feed" and "Troubleshoot MQTT Publish" have it: no session, and no will. */
    private static final class Rules implements CloudBroker.Rules {
        private static final String FIELD = "field[1-8]=[^&=]+";

        private static final Duration BETWEEN = Duration.ofMillis(500);

        private long last = System.nanoTime() - BETWEEN.toNanos();

        @Override
        public MqttConnectReturnCode connect(Visitor visitor) {
            return visitor.equals(new Visitor("Abc7", "user", "password", true, false, null))
                    ? MqttConnectReturnCode.CONNECTION_ACCEPTED
                    : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
        }

        @Override
        public boolean subscribe(Visitor visitor, String filter, int qos) {
            return false;
        }

        @Override
        public Verdict publish(Message message) {
            if (message.qos() != 0 || message.retained()) {
                return new Verdict(Fate.CLOSED, "QoS " + message.qos() + ", retained " + message.retained());
            }
            if (!message.topic().equals("channels/266256/publish")
                    || !message.payload().matches(FIELD + "(&" + FIELD + ")*")) {
                return new Verdict(Fate.IGNORED, message.topic() + " " + message.payload());
            }
            long passed = System.nanoTime() - last;
            if (passed < BETWEEN.toNanos()) {
                return new Verdict(Fate.IGNORED, "too soon, after " + Duration.ofNanos(passed));
            }
            last += passed;
            return Verdict.TAKEN;
        }
    }

    private static final class CountedSensors implements Sensors {
        private final VirtualSensors sensors = new VirtualSensors();
        private final AtomicInteger readings = new AtomicInteger();

        @Override
        public Reading read(SensorName name) {
            readings.incrementAndGet();
            return sensors.read(name);
        }

        @Override
        public List<SensorName> list() {
            return sensors.list();
        }

        @Override
        public boolean isVirtual() {
            return true;
        }
    }

    @TempDir
    Path folder;

    private final CountedSensors sensors = new CountedSensors();

    private TestLab lab(CloudBroker cloud, String clientId, String password) throws Exception {
        Files.writeString(
                folder.resolve(clientId + ".properties"), "mqtt.username=user\nmqtt.password=" + password + "\n");
        return new TestLab("tcp://127.0.0.1:9", folder)
                .binding("sensors", sensors)
                .with("thingspeak.url", "tcp://127.0.0.1:" + cloud.port())
                .with("thingspeak.channel", "266256")
                .with("thingspeak.client-id", clientId)
                .with("thingspeak.credentials", folder.toString())
                .with("thingspeak.period", "2s")
                .start("classpath:examples/thingspeak.camel.yaml");
    }

    /** What is measured while ThingSpeak is away does not come in a burst afterwards, which would be too often. */
    @Test
    void sendsFieldsNeverTooOften() throws Exception {
        try (CloudBroker cloud = new CloudBroker(new Rules());
                TestLab lab = lab(cloud, "Abc7", "password")) {
            await().atMost(LIMIT).until(() -> !cloud.taken().isEmpty());
            cloud.leave();
            lab.awaitDisconnected("thingspeak");
            int read = sensors.readings.get();
            await("three values").atMost(LIMIT).until(() -> sensors.readings.get() > read + 3 * 4);
            cloud.back();
            int before = cloud.taken().size();
            await().atMost(LIMIT).until(() -> cloud.taken().size() > before + 1);

            assertThat(cloud.taken()).extracting(Message::payload).containsOnly("field1=20.00");
            assertThat(cloud.offences()).isEmpty();
        }
    }

    /** That ends the start, if the answer comes in time. */
    @ParameterizedTest
    @CsvSource({"Abc8, password", "Abc7, wrong-one"})
    void allThreeCredentialsCount(String clientId, String password) throws Exception {
        try (CloudBroker cloud = new CloudBroker(new Rules())) {
            try (TestLab lab = lab(cloud, clientId, password)) {
                await().atMost(LIMIT).until(() -> !cloud.answers().isEmpty());
                assertThat(lab.device("thingspeak").isConnected()).isFalse();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("does not permit").hasMessageNotContaining(password);
            }
            assertThat(cloud.answers()).containsOnly(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
            assertThat(cloud.taken()).isEmpty();
        }
    }
}
