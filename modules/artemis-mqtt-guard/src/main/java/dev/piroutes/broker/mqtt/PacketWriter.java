package dev.piroutes.broker.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.StorageManager;

/**
 * What one client is sent, in the order in which it is written here, by whichever thread. By Netty alone, a packet that the
 * event loop writes overtakes those that other threads wrote a moment before.
 */
final class PacketWriter {
    private final ChannelHandlerContext ctx;
    private final Predicate<MqttMessage> maySend;
    private final StorageManager storage;
    /** Writes that are among the event loop's tasks. */
    private final AtomicInteger tasks = new AtomicInteger();

    /** @param maySend of those who are configured to look at what is sent */
    PacketWriter(ChannelHandlerContext ctx, Predicate<MqttMessage> maySend, StorageManager storage) {
        this.ctx = ctx;
        this.maySend = maySend;
        this.storage = storage;
    }

    /** Sends it when what the calling thread has to write is on disk; never, if that fails. */
    void writeWhenStored(MqttMessage packet) {
        storage.afterCompleteOperations(new IOCallback() {
            @Override
            public void done() {
                write(packet);
            }

            @Override
            public void onError(int code, String message) {
                // The client is owed it until its connection ends.
            }
        });
    }

    void write(MqttMessage packet) {
        if (!maySend.test(packet)) {
            return;
        }
        EventLoop loop = ctx.channel().eventLoop();
        if (!loop.inEventLoop()) {
            tasks.incrementAndGet();
            // Not within a task of our own: Netty counts the bytes that wait in its own.
            ctx.writeAndFlush(packet, ctx.voidPromise());
            loop.execute(tasks::decrementAndGet);
        } else if (tasks.get() > 0) {
            tasks.incrementAndGet();
            loop.execute(() -> {
                tasks.decrementAndGet();
                ctx.writeAndFlush(packet, ctx.voidPromise());
            });
        } else {
            ctx.writeAndFlush(packet, ctx.voidPromise());
        }
    }
}
