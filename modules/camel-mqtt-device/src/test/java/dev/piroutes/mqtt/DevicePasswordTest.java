package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.piroutes.kit.Leaks;
import dev.piroutes.kit.Nasty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A device's password reaches the broker letter by letter, in each way of giving it, and is in no text. */
class DevicePasswordTest {

    @TempDir
    Path folder;

    private static DeviceOptions options(Credentials credentials, boolean mqtt5) {
        return new DeviceOptions(
                "Lamp",
                List.of("tcp://127.0.0.1:1883"),
                credentials,
                true,
                Duration.ofSeconds(30),
                null,
                null,
                "online",
                "offline",
                Path.of("unused"),
                OutboxLimits.DEFAULT,
                mqtt5 ? new Mqtt5Options(null, false, false) : null);
    }

    private Credentials fromItsFile(String user, String password) throws IOException {
        Files.writeString(
                folder.resolve("Lamp.properties"),
                "mqtt.username=" + Nasty.inProperties(user) + "\n"
                        + (password == null ? "" : "mqtt.password=" + Nasty.inProperties(password) + "\n"));
        return Credentials.read(folder, "Lamp");
    }

    private static Credentials fromProperties(String user, String password) {
        CamelContext context = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("mqtt.username", user);
        if (password != null) {
            properties.setProperty("mqtt.password", password);
        }
        context.getPropertiesComponent().setOverrideProperties(properties);
        return Credentials.of(context, "Lamp");
    }

    static List<String> passwords() {
        return Nasty.all();
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void isSentAsItIs(String password) throws Exception {
        for (Credentials credentials : List.of(fromItsFile("me", password), fromProperties("me", password))) {
            assertThat(String.valueOf(credentials.password())).isEqualTo(password);
            for (boolean mqtt5 : List.of(false, true)) {
                DeviceOptions options = options(credentials, mqtt5);
                byte[] connect = new MqttPackets(options.mqtt5()).connect(options, Will.BEST);
                byte[] sent = password.getBytes(UTF_8);
                assertThat(Arrays.copyOfRange(connect, connect.length - sent.length, connect.length))
                        .isEqualTo(sent);
                assertThat(connect[connect.length - sent.length - 1]).isEqualTo((byte) sent.length);
            }
        }
    }

    @Test
    void isInNoText() throws Exception {
        Leaks leaks = new Leaks(Nasty.marked());
        for (String secret : Nasty.marked()) {
            for (Credentials credentials : List.of(
                    fromItsFile("me", secret),
                    fromProperties("me", secret),
                    // A token: a user's name alone.
                    fromItsFile(secret, null),
                    fromProperties(secret, null))) {
                DeviceOptions options = options(credentials, false);
                leaks.in("toString", credentials + " " + options);
                for (ConnectOutcome outcome : ConnectOutcome.values()) {
                    leaks.in("the outcome " + outcome, outcome.inWords(options, new TransportException("why")));
                }
            }
            for (String url : List.of("tcp://me:" + secret + "@h", "tcp://h,tcp://" + secret + "@h:1", secret + "@h")) {
                Throwable refused = catchThrowable(() -> DeviceOptions.serverUris(url));
                assertThat(refused).as(url).isInstanceOf(IllegalArgumentException.class);
                leaks.in("mqtt.url", refused.toString());
            }
        }
        assertThat(leaks.found()).as(leaks.count()).isEmpty();
    }

    @Test
    void isInNoErrorOfItsFile() throws Exception {
        Leaks leaks = new Leaks(Nasty.marked());
        List<String> bad = new ArrayList<>();
        for (String secret : Nasty.marked()) {
            bad.add("mqtt.username=me\nmqtt.password=" + secret + "\\u00zz\n");
            bad.add("mqtt.password=" + secret.replace("\\", "") + "\n");
        }
        for (String text : bad) {
            Files.writeString(folder.resolve("Lamp.properties"), text);
            leaks.in("a bad file", String.valueOf(catchThrowable(() -> Credentials.read(folder, "Lamp"))));
            Files.write(
                    folder.resolve("Lamp.properties"),
                    (text + "ü").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> Credentials.read(folder, "Lamp"))
                    .satisfies(e -> leaks.in("a file in another encoding", e.toString()));
        }
        assertThat(leaks.found()).as(leaks.count()).isEmpty();
    }
}
