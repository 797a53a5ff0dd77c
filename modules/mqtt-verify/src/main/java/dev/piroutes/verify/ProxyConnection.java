package dev.piroutes.verify;

import dev.piroutes.net.Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A device's connection and the one to the broker behind it. Packets are passed on byte for byte, and recorded for the
 * device's {@link Subject}, which its CONNECT decides. All of it happens on the proxy's one thread.
 */
final class ProxyConnection {

    /** As long as our own broker waits by default. */
    private static final int CONNECT_SECONDS = 10;

    private final int number;
    private final Channel device;
    private final InetSocketAddress brokerAddress;
    private final Function<Packet.Connect, Subject> subjects;
    private final PacketCodec codec = new PacketCodec();
    private @Nullable Channel broker;
    private @Nullable Subject subject;
    private @Nullable String ending;

    ProxyConnection(
            int number, Channel device, InetSocketAddress brokerAddress, Function<Packet.Connect, Subject> subjects) {
        this.number = number;
        this.device = device;
        this.brokerAddress = brokerAddress;
        this.subjects = subjects;
        device.pipeline().addLast(new MqttFrameDecoder(), new Side(this::fromDevice, "by the device"));
        ScheduledFuture<?> late = device.eventLoop().schedule(this::tooLate, CONNECT_SECONDS, TimeUnit.SECONDS);
        device.closeFuture().addListener(closed -> late.cancel(false));
    }

    /** A client that sends no CONNECT does not keep its connection. */
    private void tooLate() {
        if (subject == null) {
            end("by the examiner: no CONNECT");
        }
    }

    /** The device's address and port. */
    String from() {
        return device.remoteAddress() instanceof InetSocketAddress address
                ? Address.of(address).toString()
                : "somewhere";
    }

    /** From any thread. */
    void cut() {
        device.eventLoop().submit(() -> end("by the examiner")).awaitUninterruptibly();
    }

    /** From any thread. */
    void inject(Packet.Publish publish) {
        device.eventLoop().submit(() -> {
            if (ending == null) {
                record(false, publish);
                device.writeAndFlush(codec.write(publish));
            }
        });
    }

    private void fromDevice(ChannelHandlerContext context, ByteBuf frame) {
        Packet.Content content = codec.read(frame, from());
        if (content instanceof Packet.Connect connect && subject == null) {
            connect(connect, frame.retain());
            return;
        }
        Channel to = broker;
        if (to == null) {
            throw new IllegalArgumentException("no CONNECT first");
        }
        record(true, content);
        if (!(content instanceof Packet.Puback ack && ack.id() >= Subject.OWN_IDS)) {
            to.writeAndFlush(frame.retain());
        }
    }

    private void connect(Packet.Connect connect, ByteBuf frame) {
        Subject own = subjects.apply(connect);
        subject = own;
        record(true, connect);
        if (own.isRefusing()) {
            frame.release();
            // A reset, as from a machine on which nobody listens: what a client library takes for a failed connection.
            device.config().setOption(ChannelOption.SO_LINGER, 0);
            end("at once: the broker is away");
            return;
        }
        own.connected(this);
        device.config().setAutoRead(false);
        ChannelFuture connecting = new Bootstrap()
                .group(device.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new MqttFrameDecoder(),
                                        new Side(ProxyConnection.this::fromBroker, "by the broker"));
                    }
                })
                .connect(brokerAddress);
        broker = connecting.channel();
        connecting.addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                done.channel().writeAndFlush(frame);
                device.config().setAutoRead(true);
            } else {
                frame.release();
                end("by the examiner: there is no broker at " + brokerAddress);
            }
        });
    }

    private void fromBroker(ChannelHandlerContext context, ByteBuf frame) {
        record(false, codec.read(frame, from()));
        device.writeAndFlush(frame.retain());
    }

    private void record(boolean fromDevice, Packet.Content content) {
        Objects.requireNonNull(subject).track().add(new Packet(Moments.now(), number, fromDevice, content));
    }

    private void end(String how) {
        if (ending != null) {
            return;
        }
        ending = how;
        Subject own = subject;
        if (own != null) {
            own.closed(this);
            record(false, new Packet.Closed(how));
        }
        Channel behind = broker;
        if (behind != null) {
            // What the device has sent before it went, its DISCONNECT above all, still gets there.
            behind.writeAndFlush(behind.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        }
        device.writeAndFlush(device.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        device.closeFuture().addListener(closed -> codec.close());
    }

    /** One of the two channels. */
    private final class Side extends SimpleChannelInboundHandler<ByteBuf> {
        private final BiConsumer<ChannelHandlerContext, ByteBuf> taker;
        private final String name;

        Side(BiConsumer<ChannelHandlerContext, ByteBuf> taker, String name) {
            this.taker = taker;
            this.name = name;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
            if (ending == null) {
                taker.accept(context, frame);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(name);
        }

        /** A side that cannot take more holds up the other. */
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            Channel other = context.channel() == device ? broker : device;
            if (other != null) {
                other.config().setAutoRead(context.channel().isWritable());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(
                    cause instanceof java.io.IOException
                            ? name
                            : "by the examiner: " + name.replace("by ", "") + " sent what is no MQTT");
        }
    }
}
