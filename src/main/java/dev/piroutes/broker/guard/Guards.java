package dev.piroutes.broker.guard;

import dev.piroutes.broker.access.Access;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.time.Clock;
import java.util.function.IntSupplier;

/** Puts a guard on every connection of one broker. */
public final class Guards {
    private final Limits limits;
    private final Access access;
    private final Names names;
    private final OffenceLog log = new OffenceLog(Clock.systemUTC());

    public Guards(Limits limits, Access access) {
        this.limits = limits;
        this.access = access;
        this.names = new Names(limits);
    }

    /**
     * Adds the guard to a connection whose pipeline has Artemis's MQTT codec.
     *
     * @param maxAlias the highest topic alias that Artemis tells MQTT 5 clients
     * @param subscriptions how many the connection's session has
     */
    public void addTo(ChannelPipeline pipeline, int maxAlias, IntSupplier subscriptions) {
        ChannelHandlerContext decoder = pipeline.context(MqttDecoder.class);
        pipeline.addAfter(decoder.name(), "piroutes-guard", new Guard(this, maxAlias, subscriptions));
    }

    Limits limits() {
        return limits;
    }

    Access access() {
        return access;
    }

    Names names() {
        return names;
    }

    OffenceLog log() {
        return log;
    }
}
