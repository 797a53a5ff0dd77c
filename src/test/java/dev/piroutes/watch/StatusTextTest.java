package dev.piroutes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

    private static JsonObject json(String text) throws Exception {
        return (JsonObject) Jsoner.deserialize(text.replace('\'', '"'));
    }

    @Test
    void saysWhoIsNotConnectedAndWhatWaits() throws Exception {
        JsonObject status = json(
                """
                {'version':'1.0','java':'17','pid':7,'uptime':3700,'now':1000000,
                 'health':{'status':'DOWN','checks':[{'name':'context','status':'UP'},
                  {'name':'mqtt-device-PicoB','status':'DOWN','message':'no broker at tcp://h:1'}]},
                 'devices':[{'clientId':'PicoB','connected':false,'problem':'no broker at tcp://h:1','since':940000,
                  'figures':{'received':1,'published':2,'outboxMessages':3,'outboxOldestAge':42.5,'refused':4,'failed':1,
                   'lastMessage':990.0}}]}
                """);

        assertThat(StatusText.isHealthy(status)).isFalse();
        assertThat(StatusText.of(status))
                .containsExactly(
                        "running  Pi Routes 1.0 for 1 h 1 min, process 7, Java 17",
                        "health   DOWN mqtt-device-PicoB: no broker at tcp://h:1",
                        "device   PicoB: NOT CONNECTED for 1 min 0 s (no broker at tcp://h:1); in 1, out 2, outbox 3 (oldest"
                                + " 42 s), lost or given up 5; last message 10 s ago");
    }

    @Test
    void whatWorksButNeedsALookIsNamed() throws Exception {
        JsonObject status = json(
                """
                {'health':{'status':'UP','checks':[{'name':'context','status':'UP'},
                  {'name':'mqtt-device-PicoB','status':'UP','message':'1 message is set aside'}]}}
                """);

        assertThat(StatusText.isHealthy(status)).isTrue();
        assertThat(StatusText.of(status))
                .contains("health   degraded mqtt-device-PicoB: 1 message is set aside")
                .doesNotContain("health   all is well");
    }

    @Test
    void whatHasToBeLookedAtIsShownThoughAllIsUp() throws Exception {
        JsonObject status = json("{'health':{'status':'UP','degraded':['a was damaged','b was damaged']}}");

        assertThat(StatusText.isHealthy(status)).isTrue();
        assertThat(StatusText.of(status))
                .contains("health   degraded: a was damaged", "health   degraded: b was damaged")
                .doesNotContain("health   all is well");
    }

    @Test
    void aBrokerThatServesNobodySaysWhy() throws Exception {
        JsonObject status =
                json("{'health':{'status':'UP'},'broker':{'url':'tcp://h:1','running':false,'phase':'ready'}}");

        assertThat(StatusText.of(status)).contains("broker   tcp://h:1 takes no connections now (ready)");
    }

    @Test
    void namesEachListener() throws Exception {
        JsonObject status = json("{'health':{'status':'UP'},'broker':{'url':'tcp://h:1','running':true,'listeners':["
                + "{'name':'mqtt','address':'0.0.0.0:8883','tls':true,'loopback':false},"
                + "{'name':'local','address':'127.0.0.1:1883','tls':false,'loopback':true}]}}");

        assertThat(StatusText.of(status))
                .contains(
                        "listens  0.0.0.0:8883 (mqtt), TLS only",
                        "listens  127.0.0.1:1883 (local), without TLS, for this machine only");
    }

    @ParameterizedTest
    @CsvSource({"-1,0 s", "59.9,59 s", "60,1 min 0 s", "3600,1 h 0 min", "90061,1 d 1 h"})
    void aTimeHasTwoUnits(double seconds, String words) {
        assertThat(StatusText.duration(seconds)).isEqualTo(words);
    }
}
