package dev.piroutes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Level;
import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.broker.Listener;
import dev.piroutes.broker.mqtt.Clash;
import dev.piroutes.gpio.BoardStatus;
import dev.piroutes.gpio.GpioPart;
import dev.piroutes.gpio.GpioState;
import dev.piroutes.gpio.PinStatus;
import dev.piroutes.mqtt.DeviceFigures;
import dev.piroutes.mqtt.DeviceStatus;
import dev.piroutes.plots.SeriesName;
import dev.piroutes.sensor.Quantity;
import dev.piroutes.sensor.SensorStatus;
import dev.piroutes.tls.CertificateInUse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What scripts read at {@code /observe/status}. */
class StatusTest {

    private record Program(@Nullable BrokerFigures counted, boolean alone) implements Watched {
        @Override
        public Optional<BoardStatus> board() {
            PinStatus led = new PinStatus(
                    20,
                    "GP20",
                    38,
                    "output",
                    GpioPart.RELAY,
                    Level.HIGH,
                    GpioState.ON,
                    false,
                    List.of("led-command"),
                    "gpio://20",
                    0,
                    new PinStatus.Figures(1, 4, 0));
            return alone ? Optional.empty() : Optional.of(new BoardStatus("virtual board", true, List.of(led)));
        }

        @Override
        public List<SensorStatus> sensors() {
            SensorStatus cpu = new SensorStatus(
                    "thermal:cpu", Quantity.TEMPERATURE, "°C", new BigDecimal("48.312"), null, 17, 18, false);
            return alone ? List.of() : List.of(cpu);
        }

        @Override
        public Map<SeriesName, Double> plots() {
            return Map.of(new SeriesName("csc2106/climate", "temperature"), 21.5);
        }

        @Override
        public List<DeviceStatus> devices() {
            DeviceStatus.TopicUse use = new DeviceStatus.TopicUse("led/cmd", "subscribe", 1, false, "led-command");
            return alone
                    ? List.of()
                    : List.of(new DeviceStatus("PicoB", "devB/status", true, null, 5L, 0, List.of(use), COUNTED));
        }

        @Override
        public Optional<BrokerStatus> broker() {
            List<Listener> listeners = List.of(new Listener("mqtt", "127.0.0.1", 1883, false));
            return Optional.of(
                    alone
                            ? new BrokerStatus("tcp://h:1", false, false, null, "ready", List.of(), listeners, counted)
                            : new BrokerStatus(
                                    "tcp://h:1",
                                    true,
                                    true,
                                    "h:1, anonymous",
                                    null,
                                    List.of(new Clash("PicoB", "a", "b")),
                                    listeners,
                                    counted));
        }

        @Override
        public List<CertificateStatus> certificates() {
            return List.of(new CertificateStatus(
                    "server", "keys", CertificateInUse.State.GOOD, "ends", new CertificateStatus.Figures(9)));
        }

        @Override
        public List<Check> live() {
            return List.of();
        }

        @Override
        public List<Check> ready() {
            return List.of(new Check("broker", true, null));
        }

        @Override
        public List<String> degraded() {
            return List.of();
        }
    }

    private static final BrokerFigures FIGURES =
            new BrokerFigures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, Map.of("name", 14L), 15, 16);

    private static final DeviceFigures COUNTED =
            new DeviceFigures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 1.8, 1.9);

    @Test
    void aProgramWithDevices() {
        JsonObject status = Status.of("1.0", new Program(FIGURES, false));

        status.keySet().removeAll(List.of("java", "pid", "uptime", "now"));
        assertThat(status.toJson())
                .isEqualTo(
                        """
                {"version":"1.0","health":{"status":"UP","checks":[{"name":"broker","status":"UP"}]},\
                "broker":{"url":"tcp:\\/\\/h:1","embedded":true,"running":true,"detail":"h:1, anonymous",\
                "clashes":[{"clientId":"PicoB","newer":"a","older":"b"}],\
                "listeners":[{"name":"mqtt","host":"127.0.0.1","port":1883,"tls":false,"address":"127.0.0.1:1883","loopback":true}],\
                "figures":{"connections":1,"connects":2,"sessions":3,"subscriptions":4,"queued":5,"memory":6,\
                "received":7,"sent":8,"stalls":9,"stalled":10,"dropped":11,"retained":12,"denied":13,"diskUsed":15,\
                "diskFree":16,"up":1},"offences":[{"kind":"name","figures":{"count":14}}]},\
                "certificates":[{"name":"server","place":"keys","state":"GOOD","text":"ends","figures":{"notAfter":9}}],\
                "gpio":{"board":"virtual board","virtual":true,"pins":[{"pin":20,"name":"GP20","header":38,"use":"output","as":"RELAY",\
                "level":"HIGH","state":"ON","activeLow":false,"routes":["led-command"],"endpoint":"gpio:\\/\\/20",\
                "debounce":0,"figures":{"on":1,"edges":4,"events":0}}]},\
                "sensors":[{"name":"thermal:cpu","quantity":"TEMPERATURE","unit":"°C","value":48.312,"problem":null,\
                "good":17,"bad":18,"virtual":false}],\
                "devices":[{"clientId":"PicoB","statusTopic":"devB\\/status","connected":true,"problem":null,"since":5,\
                "outbox":0,"topics":[{"topic":"led\\/cmd","direction":"subscribe","qos":1,"retained":false,\
                "route":"led-command"}],"figures":{"connected":1,"connects":2,"published":3,"acknowledged":4,"refused":5,\
                "expired":6,"received":7,"handled":8,"failed":9,"repeated":10,"rejected":11,"discarded":12,\
                "retainedRefused":13,"outboxMessages":14,"outboxBytes":15,"heldMessages":16,"setAside":17,\
                "outboxOldestAge":1.8,"lastMessage":1.9}}]}""");
    }

    @Test
    void aBrokerAloneThatDoesNotServe() {
        JsonObject status = Status.of("1.0", new Program(null, true));

        assertThat(status.keySet()).doesNotContain("gpio", "sensors", "devices");
        assertThat(((JsonObject) status.get("broker")).toJson())
                .isEqualTo(
                        """
                {"url":"tcp:\\/\\/h:1","embedded":false,"running":false,"phase":"ready","clashes":[],\
                "listeners":[{"name":"mqtt","host":"127.0.0.1","port":1883,"tls":false,"address":"127.0.0.1:1883","loopback":true}],\
                "figures":{"up":0}}""");
    }

    @Test
    void aDeviceThatHasNotStartedHasNoFigure() {
        DeviceStatus idle = new DeviceStatus("PicoB", null, false, "not started", null, 0, List.of(), null);
        assertThat(idle.json()).containsEntry("figures", Map.of());
    }

    /** What is a metric is a figure of its source: a name that is spelt wrongly here would be no metric. */
    @Test
    void everyMetricIsAFigure() {
        Watched program = new Program(FIGURES, false);
        for (Metric metric : Metric.ALL) {
            if (metric.source() != Source.ROUTE) {
                assertThat(metric.source().rows(program))
                        .as(metric.name())
                        .isNotEmpty()
                        .allMatch(metric::isIn);
            }
        }
    }
}
