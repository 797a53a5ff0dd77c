package dev.piroutes.watch;

import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.json.Json;
import dev.piroutes.mqtt.DeviceFigures;
import dev.piroutes.sensor.SensorStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What metrics are about: things of one kind, each with its figures. Of all of them there are as many as in the files. */
enum Source {
    DEVICE("device", watched -> watched.devices().stream()
            .map(device -> new Row(device.clientId(), figures(device.figures())))),
    PIN("pin", watched -> watched.board().stream()
            .flatMap(board -> board.pins().stream())
            .map(pin -> new Row(pin.name(), Json.of(pin.figures())))),
    SENSOR("sensor", watched -> watched.sensors().stream()
            .map(sensor -> new Row(sensor.name(), sensor.value() == null ? counts(sensor) : Json.of(sensor)))),
    PLOT("series", watched -> watched.plots().entrySet().stream()
            .map(one -> new Row(one.getKey().toString(), Map.of("value", one.getValue())))),
    ROUTE("route", watched -> watched.routes().stream().map(route -> new Row(route.route(), Json.of(route)))),
    BROKER(null, watched -> watched.broker().stream().map(broker -> new Row(null, figures(broker.figures())))),
    OFFENCE("kind", watched -> watched.broker().map(BrokerStatus::figures).stream()
            .flatMap(now -> now.offences().entrySet().stream())
            .map(offence -> new Row(offence.getKey(), Map.of("count", offence.getValue())))),
    CERTIFICATE("certificate", watched -> watched.certificates().stream()
            .map(certificate -> new Row(certificate.name(), Json.of(certificate.figures()))));

    /** The figures of one thing. @param label what tells it from the others, or null if there are none */
    record Row(@Nullable String label, Map<String, ? extends @Nullable Object> figures) {}

    private final @Nullable String label;
    private final Function<Watched, Stream<Row>> rows;

    /** @param label what tells a thing from others in metrics, or null if it is the only one */
    Source(@Nullable String label, Function<Watched, Stream<Row>> rows) {
        this.label = label;
        this.rows = rows;
    }

    @Nullable
    String label() {
        return label;
    }

    List<Row> rows(Watched watched) {
        return rows.apply(watched).toList();
    }

    /** Of one that was never read: its value is not known. */
    private static Map<String, Long> counts(SensorStatus sensor) {
        return Map.of("good", sensor.good(), "bad", sensor.bad());
    }

    private static Map<String, @Nullable Object> figures(@Nullable DeviceFigures now) {
        return now == null ? Map.of() : Json.of(now);
    }

    /** A broker's, but for its offences. One that does not run has no other figure than that. */
    static Map<String, @Nullable Object> figures(@Nullable BrokerFigures now) {
        Map<String, @Nullable Object> figures = now == null ? new HashMap<>() : Json.of(now);
        figures.remove("offences");
        figures.put("up", now == null ? 0 : 1);
        return figures;
    }
}
