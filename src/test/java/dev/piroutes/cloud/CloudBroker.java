package dev.piroutes.cloud;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT 3.1.1 side of a cloud, with the rules of one: who may come in, what it takes, and what happens to the rest. It keeps no
 * session, and nothing retained. Netty's codec reads and writes.
 */
final class CloudBroker implements AutoCloseable {

    /** What a client says of itself. @param certificate the subject of what it showed, {@code CN=…} */
    record Visitor(
            String clientId,
            @Nullable String user,
            @Nullable String password,
            boolean cleanSession,
            boolean will,
            @Nullable String certificate) {}

    record Message(Visitor from, String topic, String payload, int bytes, int qos, boolean retained) {}

    /** What becomes of a message. */
    enum Fate {
        TAKEN,
        /** Acknowledged, and of no effect. */
        IGNORED,
        /** Not acknowledged; the connection goes on. */
        UNANSWERED,
        /** The connection is closed. */
        CLOSED
    }

    /** @param why what is wrong with it */
    record Verdict(Fate fate, String why) {
        static final Verdict TAKEN = new Verdict(Fate.TAKEN, "");
    }

    /** A cloud's own. Called on one thread. */
    interface Rules {
        MqttConnectReturnCode connect(Visitor visitor);

        Verdict publish(Message message);

        boolean subscribe(Visitor visitor, String filter, int qos);

        /** Whether the CONNACK says that there is a session. */
        default boolean saysSession(Visitor visitor) {
            return false;
        }

        /** After a connection of this client has ended. */
        default void gone(Visitor visitor) {}
    }

    private static final int LARGEST_PACKET = 1024 * 1024;

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final Rules rules;
    private final @Nullable SSLContext tls;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final List<Message> taken = new CopyOnWriteArrayList<>();
    private final List<String> offences = new CopyOnWriteArrayList<>();
    private final List<MqttConnectReturnCode> answers = new CopyOnWriteArrayList<>();
    private Channel server;
    private int port;

    CloudBroker(Rules rules) throws InterruptedException {
        this(rules, null);
    }

    /** @param tls its key, and whose certificates it takes: a client must show one */
    CloudBroker(Rules rules, @Nullable SSLContext tls) throws InterruptedException {
        this.rules = rules;
        this.tls = tls;
        server = listen();
    }

    private Channel listen() throws InterruptedException {
        Channel listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            SSLEngine engine = tls.createSSLEngine();
                            engine.setUseClientMode(false);
                            engine.setNeedClientAuth(true);
                            channel.pipeline().addLast(new SslHandler(engine));
                        }
                        channel.pipeline().addLast(new MqttDecoder(LARGEST_PACKET), MqttEncoder.INSTANCE, new Client());
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
        port = ((java.net.InetSocketAddress) listening.localAddress()).getPort();
        return listening;
    }

    int port() {
        return port;
    }

    /** What it took, in order. */
    List<Message> taken() {
        return taken;
    }

    /** The payloads that it took on a topic, in order. */
    List<String> taken(String topic) {
        return taken.stream()
                .filter(message -> message.topic().equals(topic))
                .map(Message::payload)
                .toList();
    }

    /** What it did not take, and why. */
    List<String> offences() {
        return offences;
    }

    /** The CONNACKs, in order. */
    List<MqttConnectReturnCode> answers() {
        return answers;
    }

    /** Whether a client is connected that has subscribed this filter. */
    boolean hears(String filter) {
        return clients.stream().anyMatch(client -> client.filters.containsKey(filter));
    }

    /** Sends a message to those who subscribed the filter; says whether there are any. */
    boolean send(String filter, String topic, String payload) {
        List<Client> hearers = clients.stream()
                .filter(client -> client.filters.containsKey(filter))
                .toList();
        hearers.forEach(client -> client.send(filter, topic, payload));
        return !hearers.isEmpty();
    }

    /** Ends all connections. */
    void cut() {
        clients.forEach(client -> client.context.close());
    }

    /** Ends all connections, and takes none until {@link #back}. */
    void leave() throws InterruptedException {
        server.close().sync();
        cut();
    }

    /** Is there again, on the same port. */
    void back() throws InterruptedException {
        server = listen();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Client extends SimpleChannelInboundHandler<MqttMessage> {
        private final Map<String, Integer> filters = new ConcurrentHashMap<>();
        private @Nullable Visitor visitor;
        private ChannelHandlerContext context;
        private int lastId;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, MqttMessage packet) {
            context = ctx;
            if (packet.decoderResult().isFailure()) {
                refuse("no MQTT: " + packet.decoderResult().cause());
            } else if (packet instanceof MqttConnectMessage connect) {
                connect(connect);
            } else if (visitor == null) {
                refuse("no CONNECT first");
            } else {
                afterConnect(visitor, packet);
            }
        }

        private void afterConnect(Visitor from, MqttMessage packet) {
            switch (packet.fixedHeader().messageType()) {
                case PUBLISH -> publish(from, (MqttPublishMessage) packet);
                case SUBSCRIBE -> subscribe(from, (MqttSubscribeMessage) packet);
                case PINGREQ -> context.writeAndFlush(MqttMessage.PINGRESP);
                case PUBACK -> {}
                case DISCONNECT -> context.close();
                default -> refuse("a " + packet.fixedHeader().messageType());
            }
        }

        private void refuse(String why) {
            offences.add(why);
            context.close();
        }

        private void connect(MqttConnectMessage connect) {
            byte[] password = connect.payload().passwordInBytes();
            Visitor came = new Visitor(
                    connect.payload().clientIdentifier(),
                    connect.payload().userName(),
                    password == null ? null : new String(password, StandardCharsets.UTF_8),
                    connect.variableHeader().isCleanSession(),
                    connect.variableHeader().isWillFlag(),
                    certificate());
            MqttConnectReturnCode code = rules.connect(came);
            answers.add(code);
            boolean accepted = code == MqttConnectReturnCode.CONNECTION_ACCEPTED;
            context.writeAndFlush(MqttMessageBuilders.connAck()
                    .returnCode(code)
                    .sessionPresent(accepted && rules.saysSession(came))
                    .build());
            if (accepted) {
                visitor = came;
                clients.add(this);
            } else {
                context.close();
            }
        }

        private @Nullable String certificate() {
            SslHandler handler = context.pipeline().get(SslHandler.class);
            try {
                return handler == null
                        ? null
                        : ((X509Certificate) handler.engine().getSession().getPeerCertificates()[0])
                                .getSubjectX500Principal()
                                .getName();
            } catch (SSLPeerUnverifiedException e) {
                return null;
            }
        }

        private void publish(Visitor from, MqttPublishMessage publish) {
            Message message = new Message(
                    from,
                    publish.variableHeader().topicName(),
                    publish.payload().toString(StandardCharsets.UTF_8),
                    publish.payload().readableBytes(),
                    publish.fixedHeader().qosLevel().value(),
                    publish.fixedHeader().isRetain());
            Verdict verdict = rules.publish(message);
            if (verdict.fate() == Fate.TAKEN) {
                taken.add(message);
            } else {
                offences.add(verdict.why());
            }
            switch (verdict.fate()) {
                case TAKEN, IGNORED -> {
                    if (message.qos() == 1) {
                        context.writeAndFlush(MqttMessageBuilders.pubAck()
                                .packetId(publish.variableHeader().packetId())
                                .build());
                    }
                }
                case UNANSWERED -> {}
                case CLOSED -> context.close();
            }
        }

        private void subscribe(Visitor from, MqttSubscribeMessage subscribe) {
            MqttMessageBuilders.SubAckBuilder answer = MqttMessageBuilders.subAck()
                    .packetId(subscribe.variableHeader().messageId());
            Map<String, Integer> granted = new HashMap<>();
            List<MqttQoS> codes = new ArrayList<>();
            subscribe.payload().topicSubscriptions().forEach(wish -> {
                int qos = wish.qualityOfService().value();
                if (rules.subscribe(from, wish.topicFilter(), qos)) {
                    granted.put(wish.topicFilter(), Math.min(qos, 1));
                    codes.add(MqttQoS.valueOf(Math.min(qos, 1)));
                } else {
                    offences.add("subscribes " + wish.topicFilter());
                    codes.add(MqttQoS.FAILURE);
                }
            });
            context.writeAndFlush(
                    answer.addGrantedQoses(codes.toArray(MqttQoS[]::new)).build());
            filters.putAll(granted);
        }

        private void send(String filter, String topic, String payload) {
            context.executor()
                    .execute(() -> context.writeAndFlush(MqttMessageBuilders.publish()
                            .topicName(topic)
                            .qos(MqttQoS.valueOf(filters.get(filter)))
                            .retained(false)
                            .messageId(++lastId)
                            .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8))
                            .build()));
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (clients.remove(this) && visitor != null) {
                rules.gone(visitor);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            offences.add(String.valueOf(cause.getMessage()));
            ctx.close();
        }
    }
}
