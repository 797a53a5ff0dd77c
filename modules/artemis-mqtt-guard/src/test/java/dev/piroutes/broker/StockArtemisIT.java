package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.kit.LogLines;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stock Artemis is guarded by one line in its {@code broker.xml}, and is not without it. */
@Tag("full")
@Timeout(60)
class StockArtemisIT {
    private static final String TOPIC = "csc2106/led/cmd";
    private static final int BURST = 5_000;
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();

    @AfterEach
    void stop() throws Exception {
        artemis.stop();
    }

    private void start() throws Exception {
        start(xml -> xml);
    }

    private void startWithoutPlugin() throws Exception {
        start(xml -> xml.replaceAll("(?s)<broker-plugins>.*</broker-plugins>", ""));
    }

    private void start(UnaryOperator<String> change) throws Exception {
        create(change);
        artemis.start();
    }

    private void create(UnaryOperator<String> change) throws Exception {
        Path file = folder.resolve("broker.xml");
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/broker.xml"))) {
            Files.writeString(file, change.apply(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
        FileConfiguration configuration = new FileConfiguration();
        configuration.setBrokerInstance(folder.toFile());
        FileDeploymentManager reader = new FileDeploymentManager(file.toUri().toString());
        reader.addDeployable(configuration);
        reader.readConfiguration();
        artemis.setConfiguration(configuration).createActiveMQServer();
    }

    private int port(String acceptor) {
        return ((NettyAcceptor) artemis.getActiveMQServer().getRemotingService().getAcceptor(acceptor)).getActualPort();
    }

    /** A message that waits for {@code device}, and a retained one. */
    private void leaveStateBehind() {
        try (WireClient publisher = WireClient.clean(port("mqtt"), "publisher")) {
            WireClient device = persistent("device");
            device.subscribe(TOPIC, 1);
            device.disconnect();
            publisher.publishAcked(TOPIC, 1, "waiting");
            publisher.retain("state", "on");
        }
    }

    private WireClient persistent(String clientId) {
        return WireClient.persistent(port("mqtt"), clientId);
    }

    @Test
    void keepsTheOrderInBursts() throws Exception {
        start();
        for (int round = 0; round < 4; round++) {
            assertThat(burst(BURST)).as("round %d", round).isSorted().hasSize(BURST);
        }
    }

    @Test
    void keepsTheOrderWhenMemoryIsShort() throws Exception {
        start(xml -> xml.replace(">64M<", ">256K<"));
        try (WireClient slow = persistent("slow");
                WireClient publisher = WireClient.clean(port("mqtt"), "publisher")) {
            slow.subscribe("#", 1);
            // With Artemis's own pages a test of some seconds would rarely see a message overtake another.
            assertThat(artemis.getActiveMQServer()
                            .getPagingManager()
                            .getPageStore(SimpleString.of("#"))
                            .getClass()
                            .getSimpleName())
                    .isEqualTo("OrderedStore");
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<Void> sending = publish(publisher, 2_000);
                assertThat(receive(slow, 2_000)).as("round %d", round).isSorted();
                sending.get(30, TimeUnit.SECONDS);
            }
        }
    }

    /**
     * What waits to be written to a page holds back the removal of its topic, and the removal what waits: Artemis alone
     * stalls there, and does not stop either.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void goesOnWhenATopicInPagesLosesItsLastSubscriber(int qos) throws Exception {
        start();
        SimpleString topic = SimpleString.of("pages");
        ActiveMQServer server = artemis.getActiveMQServer();
        try (WireClient publisher = WireClient.clean(port("mqtt"), "publisher")) {
            WireClient subscriber = WireClient.clean(port("mqtt"), "subscriber");
            subscriber.subscribe("pages", 1);
            PagingStore pages = server.getPagingManager().getPageStore(topic);
            CountDownLatch busy = new CountDownLatch(1);
            pages.execute(() -> await(busy));
            assertThat(pages.startPaging()).isTrue();
            pages.getCursorProvider().scheduleCleanup();
            publisher.publish(false, qos, false, "pages", 1, "one");
            Awaitility.await().until(() -> ((PagingStoreImpl) pages).hasPendingIO());
            subscriber.close();
            Awaitility.await().until(() -> server.getPostOffice()
                    .getBindingsForAddress(topic)
                    .getBindings()
                    .isEmpty());

            busy.countDown();

            if (qos > 0) {
                publisher.awaitPuback(1);
            }
            publisher.publishAcked("pages", 2, "two");
        }
    }

    @Test
    void acknowledgesWhatWaitsForAPageWhenItsTopicIsRemoved() throws Exception {
        start();
        SimpleString topic = SimpleString.of("pages");
        PagingManager stores = artemis.getActiveMQServer().getPagingManager();
        try (WireClient subscriber = WireClient.clean(port("mqtt"), "subscriber");
                WireClient publisher = WireClient.clean(port("mqtt"), "publisher")) {
            subscriber.subscribe("pages", 1);
            PagingStore pages = stores.getPageStore(topic);
            CountDownLatch busy = new CountDownLatch(1);
            pages.execute(() -> await(busy));
            assertThat(pages.startPaging()).isTrue();
            publisher.publish(false, 1, false, "pages", 1, "one");
            Awaitility.await().until(() -> ((PagingStoreImpl) pages).hasPendingIO());

            stores.deletePageStore(topic);
            busy.countDown();

            publisher.awaitPuback(1);
            publisher.publishAcked("pages", 2, "two");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** So that the two above can fail. */
    @Test
    void losesTheOrderWithoutThePlugin() throws Exception {
        startWithoutPlugin();
        boolean lost = false;
        for (int round = 0; round < ROUNDS && !lost; round++) {
            List<Integer> received = burst(BURST);
            lost = !received.equals(received.stream().sorted().toList());
        }
        assertThat(lost).as("out of order in one of %d bursts", ROUNDS).isTrue();
    }

    @Test
    void deliversAgainAsTheSamePacket() throws Exception {
        start();
        List<Publish> deliveries = deliveredTwice();

        assertThat(deliveries.get(0).dup()).isFalse();
        assertThat(deliveries.get(1).dup()).isTrue();
        assertThat(deliveries.get(1).id()).isEqualTo(deliveries.get(0).id());
    }

    /** Artemis's own limit is ten deliveries; then a message would be a dead letter. */
    @Test
    void deliversAgainHoweverOftenTheConnectionBreaks() throws Exception {
        start();
        try (WireClient publisher = WireClient.clean(port("mqtt"), "publisher")) {
            WireClient device = persistent("PicoB");
            device.subscribe(TOPIC, 1);
            publisher.publishAcked(TOPIC, 1, "ON");
            Publish first = device.receive();
            for (int cut = 1; cut <= 12; cut++) {
                device.cut();
                device = persistent("PicoB");
                assertThat(device.receive().id()).as("after cut %d", cut).isEqualTo(first.id());
            }
            device.close();
        }
    }

    @Test
    void deliversAgainAsAnotherWithoutThePlugin() throws Exception {
        startWithoutPlugin();

        assertThat(deliveredTwice().get(1).dup()).isFalse();
    }

    @Test
    void endsTheConnectionOfTooLargeAPacket() throws Exception {
        start();
        try (WireClient client = WireClient.clean(port("mqtt"), "client");
                LogLines log = new LogLines("dev.piroutes.broker.guard")) {
            client.publish(false, 1, false, TOPIC, 1, "x".repeat(70_000));

            assertThat(client.closedByBroker()).isTrue();
            assertThat(log.contains("more than 65536 (max-packet-size in broker.xml); closed"))
                    .isTrue();
        }
    }

    @Test
    void takesThatPacketWithoutThePlugin() throws Exception {
        startWithoutPlugin();
        try (WireClient client = WireClient.clean(port("mqtt"), "client")) {
            client.publishAcked(TOPIC, 1, "x".repeat(70_000));
        }
    }

    @Test
    void keepsSessionsAndRetainedMessagesOverAStopAndAStartOfTheSameServer() throws Exception {
        start();
        leaveStateBehind();

        artemis.getActiveMQServer().stop();
        artemis.getActiveMQServer().start();

        try (WireClient device = persistent("device")) {
            assertThat(device.take().payload()).isEqualTo("waiting");
            device.subscribe("state", 1);
            assertThat(device.take().payload()).isEqualTo("on");
        }
        assertThat(burst(BURST)).isSorted();
    }

    @Test
    void takesOverWhatArtemisHasKept() throws Exception {
        startWithoutPlugin();
        leaveStateBehind();
        artemis.stop();

        artemis = new EmbeddedActiveMQ();
        start();

        try (WireClient device = persistent("device")) {
            assertThat(device.take().payload()).isEqualTo("waiting");
            device.subscribe("state", 1);
            assertThat(device.take().payload()).isEqualTo("on");
        }
    }

    /** As with JDBC, of which this test has none. */
    @Test
    void saysThatItHasNoPlaceInPagesThatAreNoFiles() throws Exception {
        create(xml -> xml);
        ActiveMQServer server = new ActiveMQServerImpl(artemis.getConfiguration()) {
            @Override
            protected PagingStoreFactory getPagingStoreFactory() throws Exception {
                PagingStoreFactory files = super.getPagingStoreFactory();
                return (PagingStoreFactory) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {PagingStoreFactory.class},
                        (proxy, method, arguments) -> method.invoke(files, arguments));
            }
        };
        try (LogLines log = new LogLines("dev.piroutes.broker.mqtt")) {
            server.start();
            assertThat(server.isActive()).isTrue();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("the pages of this broker are not files: when");
        } finally {
            server.stop();
        }
    }

    /** Artemis's own clients are let alone, and reach those of MQTT. */
    @Test
    void leavesOtherProtocolsAsTheyAre() throws Exception {
        start();
        try (WireClient device = persistent("device");
                var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port("artemis"));
                var factory = locator.createSessionFactory();
                var session = factory.createSession();
                var producer = session.createProducer("csc2106.led.cmd")) {
            device.subscribe(TOPIC, 1);
            ClientMessage message = session.createMessage(true);
            message.setRoutingType(RoutingType.MULTICAST);
            message.getBodyBuffer().writeBytes("ON".getBytes(StandardCharsets.UTF_8));
            producer.send(message);

            assertThat(device.take().payload()).isEqualTo("ON");
        }
    }

    /** A large message of MQTT's has a file when it waits in a page; theirs are as they are without the plugin. */
    @Test
    void leavesTheLargeMessagesOfOtherProtocolsAsTheyAre() throws Exception {
        start();
        try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port("artemis"));
                var factory = locator.createSessionFactory();
                var session = factory.createSession()) {
            session.createQueue(QueueConfiguration.of("orders").setRoutingType(RoutingType.ANYCAST));
            PagingStore pages = artemis.getActiveMQServer().getPagingManager().getPageStore(SimpleString.of("orders"));
            assertThat(pages.startPaging()).isTrue();
            ClientMessage message = session.createMessage(true);
            message.getBodyBuffer().writeBytes(new byte[30_000]);
            session.createProducer("orders").send(message);
            session.start();

            ClientMessage received = session.createConsumer("orders").receive(10_000);

            assertThat(pages.isPaging()).isTrue();
            assertThat(received.isLargeMessage()).isFalse();
            assertThat(received.getBodySize()).isEqualTo(30_000);
        }
    }

    @Test
    void letsNobodyInWhereUsersCannotBeRead() throws Exception {
        start(xml -> xml.replace(
                "<property key=\"max-packet-size\" value=\"65536\"/>",
                "<property key=\"users\" value=\"" + folder.resolve("none") + "\"/>"));

        assertThatThrownBy(() -> WireClient.clean(port("mqtt"), "anybody"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("CONNACK refused: 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?protocols=CORE,MQTT", ""})
    void doesNotStartWithAnAcceptorThatLetsClientsPassTheGuard(String protocols) throws Exception {
        create(xml -> xml.replace("?protocols=CORE,AMQP", protocols));
        AtomicReference<Exception> failure = new AtomicReference<>();
        artemis.getActiveMQServer().registerActivationFailureListener(failure::set);

        artemis.start();

        assertThat(artemis.getActiveMQServer().isActive()).isFalse();
        assertThat(failure.get())
                .hasMessageStartingWith("the acceptor \"artemis\" in broker.xml takes MQTT beside other protocols");
    }

    @Test
    void namesAPropertyThatItDoesNotKnow() {
        assertThatThrownBy(() -> start(xml -> xml.replace("max-packet-size", "max-packet")))
                .hasStackTraceContaining("there is no limit max-packet; the limits are max-packet-size, ");
        assertThatThrownBy(() -> start(
                        xml -> xml.replace("max-packet-size", "will-grace").replace("65536", "-1")))
                .hasStackTraceContaining("will-grace must be a whole number of seconds, 0 or more, but was \"-1\"");
    }

    /** Sends as fast as it can, while another receives. */
    private List<Integer> burst(int count) throws Exception {
        try (WireClient device = persistent("PicoB");
                WireClient publisher = WireClient.clean(port("mqtt"), "publisher")) {
            device.subscribe(TOPIC, 1);
            CompletableFuture<Void> sending = publish(publisher, count);
            List<Integer> received = receive(device, count);
            sending.get(30, TimeUnit.SECONDS);
            return received;
        }
    }

    /** Complete when all are acknowledged. */
    private static CompletableFuture<Void> publish(WireClient publisher, int count) {
        return CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> IntStream.rangeClosed(1, count)
                        .forEach(i -> publisher.publish(false, 1, false, TOPIC, i, Integer.toString(i)))),
                CompletableFuture.runAsync(
                        () -> IntStream.rangeClosed(1, count).forEach(i -> publisher.awaitAnyPuback())));
    }

    private static List<Integer> receive(WireClient subscriber, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Integer.parseInt(subscriber.take().payload()))
                .toList();
    }

    private List<Publish> deliveredTwice() {
        try (WireClient publisher = WireClient.clean(port("mqtt"), "publisher")) {
            WireClient device = persistent("PicoB");
            device.subscribe(TOPIC, 1);
            publisher.publishAcked(TOPIC, 1, "ON");
            Publish first = device.receive();
            device.cut();
            try (WireClient again = persistent("PicoB")) {
                return List.of(first, again.receive());
            }
        }
    }
}
