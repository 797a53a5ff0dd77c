package dev.piroutes.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.util.ReferenceCountUtil;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real event loop and a real connection. */
@Timeout(60)
class PacketWriterTest {
    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final List<Integer> written = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ChannelHandlerContext> accepted = new CompletableFuture<>();
    private final Backpressure backpressure = new Backpressure(new Backpressure.Waiting(() -> Integer.MAX_VALUE));
    private final List<String> read = new CopyOnWriteArrayList<>();
    private Socket client;
    private ChannelHandlerContext ctx;
    private PacketWriter writer;

    @BeforeEach
    void connect() throws Exception {
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Noted(), new Context());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        client = new Socket(address.getAddress(), address.getPort());
        client.setSoTimeout(20_000);
        ctx = accepted.get(30, TimeUnit.SECONDS);
        StorageManager storage = (StorageManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StorageManager.class}, (proxy, method, arguments) -> null);
        writer = new PacketWriter(ctx, packet -> true, storage);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private final class Noted extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
            written.add(((MqttMessageIdVariableHeader) ((MqttMessage) message).variableHeader()).messageId());
            ReferenceCountUtil.release(message);
        }
    }

    private final class Context extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            accepted.complete(added);
        }

        @Override
        public void channelRead(ChannelHandlerContext from, Object message) {
            read.add(message.toString());
            ReferenceCountUtil.release(message);
        }
    }

    private static MqttMessage packet(int id) {
        return MqttMessageBuilders.pubAck().packetId(id).build();
    }

    /** Runs it on the event loop, and has what other threads hand to that wait meanwhile. */
    private void onLoop(ThrowingRunnable action) throws Exception {
        ctx.executor()
                .submit(() -> {
                    action.run();
                    return null;
                })
                .get(30, TimeUnit.SECONDS);
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private static void onOtherThread(Runnable action) throws Exception {
        Thread other = new Thread(action);
        other.start();
        other.join();
    }

    @Test
    void theEventLoopOvertakesNobody() throws Exception {
        onLoop(() -> {
            onOtherThread(() -> {
                writer.write(packet(1));
                writer.write(packet(2));
            });
            writer.write(packet(3));
            onOtherThread(() -> writer.write(packet(4)));
            writer.write(packet(5));
        });
        CountDownLatch done = new CountDownLatch(1);
        ctx.executor().execute(() -> ctx.executor().execute(done::countDown));
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(written).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void theEventLoopAloneWritesAtOnce() throws Exception {
        onLoop(() -> {
            writer.write(packet(1));
            assertThat(written).containsExactly(1);
        });
    }

    /** Another thread holds, and the event loop resumes before Netty has done what the other thread asked for. */
    @Test
    void aConnectionThatIsHeldAndResumedIsReadOn() throws Exception {
        onLoop(() -> {
            onOtherThread(() -> backpressure.hold(ctx.channel()));
            backpressure.resume(ctx.channel());
        });
        client.getOutputStream().write(1);
        InputStream answers = client.getInputStream();
        client.shutdownOutput();
        assertThat(answers.read()).as("the end, when all has been read").isEqualTo(-1);
        assertThat(read).hasSize(1);
    }
}
