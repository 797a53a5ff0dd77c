package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.piroutes.time.Time;
import dev.piroutes.tls.Trust;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's connection and what has to happen around it. On every connect, the first like any other: what was in
 * flight (Paho's part), the subscriptions, the birth, then the outbox. It never gives up; it waits with a
 * {@link Backoff}. All of that runs on one control thread; Paho's threads only hand over.
 */
final class Connection implements MqttCallback {

    /** A broker that has not answered by then is not there. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** How many connections in a row may end with an announcement before it is left out. */
    private static final int BIRTHS = 3;

    /** Whoever waits for a device to leave waits no longer than this. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /** How often to look whether Paho still waits for something. */
    private static final Duration PAHO_FORGETS = Duration.ofMillis(100);

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** How often what this machine lacks is looked for: its own broker, a name, the time. */
    private static final Duration LOCAL_WAIT = Duration.ofSeconds(2);

    /** A connection that held this long was a good one: the back-off starts again. */
    private static final Duration HELD = Duration.ofSeconds(10);

    /** How soon what has been acknowledged leaves the disk. */
    private static final Duration TIDY = Duration.ofMillis(200);

    /** How soon what a person wants to be sent again goes back into the outbox. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How often to say what is discarded: who sends one such message may send many. */
    private static final Duration DISCARDS = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Paho writes to java.util.logging what is said here in words. Kept, or the level is lost with the logger. */
    private static final java.util.logging.Logger PAHO = java.util.logging.Logger.getLogger("org.eclipse.paho");

    static {
        PAHO.setLevel(java.util.logging.Level.OFF);
    }

    private final DeviceOptions options;
    private final LocalBroker localBroker;
    private final ScheduledExecutorService control;
    private final Consumer<OutboxMessage> acknowledged;
    private final PahoClient client;
    private final MqttConnectOptions connectOptions;
    private final MemoryPersistence sent = new MemoryPersistence();
    private final Announcements announcements;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Backoff backoff = new Backoff(
            FIRST_WAIT, LONGEST_WAIT, () -> ThreadLocalRandom.current().nextDouble());
    private final Map<String, Integer> subscriptions = new LinkedHashMap<>();
    private final CompletableFuture<ConnectOutcome> firstAttempt = new CompletableFuture<>();
    private final LongAdder published = new LongAdder();
    private final LongAdder connects = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder retainedRefused = new LongAdder();
    private final LongAdder discarded = new LongAdder();
    private final ClashDetector clash = new ClashDetector();

    private final AtomicLong startedAt = new AtomicLong();
    private volatile @Nullable Trust trust;
    private volatile boolean stopping;
    private volatile boolean announces;
    private volatile boolean ready;

    private volatile String problem = "not connected yet";
    /** By {@link System#nanoTime}. */
    private volatile long since = System.nanoTime();

    private final Set<String> refusedFilters = ConcurrentHashMap.newKeySet();
    /** Control thread only. */
    private long connectedAt;

    /** Control thread only: whether the broker has taken the status on this connection. */
    private boolean born;

    /** Control thread only. */
    private int cutOffs;

    /** Control thread only. */
    private int birthsCutOff;

    /** Paho's thread only: when a line last said what was discarded, by {@link System#nanoTime}. */
    private long discardSaid;

    /** Paho's thread only: how many were discarded from that one on. */
    private long discardedUnsaid;

    private @Nullable String lastLogged;
    private @Nullable Future<?> tidying;
    private @Nullable Future<?> repeating;
    private @Nullable Future<?> looking;

    /** What went to the broker beside the outbox, so that a connection that ends is not taken for its message's fault. */
    private final LongAdder others = new LongAdder();

    /** Control thread only: {@link #others} when a trial began. */
    private long othersAtTrial;

    /** Held while a status is repeated: after {@code offline} nothing may say {@code online}. */
    private final Object statuses = new Object();

    /**
     * @param localBroker of this program; one that waits for its port is not connected to
     * @param control one thread
     * @param dispatch one thread
     * @param rules of the broker
     * @param acknowledged is told each message that the broker has acknowledged, in order; it must be quick
     * @throws MqttException if Paho refuses the options
     */
    Connection(
            DeviceOptions options,
            LocalBroker localBroker,
            ScheduledExecutorService control,
            Executor dispatch,
            Inbox.Router router,
            PublishRules rules,
            Consumer<OutboxMessage> acknowledged)
            throws MqttException {
        this.options = options;
        this.localBroker = localBroker;
        this.acknowledged = acknowledged;
        this.control = control;
        this.client = new PahoClient(options.serverUris().get(0), options.clientId(), sent);
        this.client.setManualAcks(true);
        // Before connect(): what a persistent session has queued may come at once.
        this.client.setCallback(this);
        this.connectOptions = connectOptions(options);
        this.announcements = new Announcements(client, control);
        this.inbox = new Inbox(dispatch, router, this::acknowledge);
        this.outbox = new Outbox(
                options.clientId(),
                new OutboxFile(options.outbox()),
                new UnsentMessages(options.outbox(), options.clientId()),
                rules,
                options.limits(),
                Time.SYSTEM,
                this::send);
    }

    private MqttConnectOptions connectOptions(DeviceOptions options) {
        MqttConnectOptions connect = new MqttConnectOptions();
        connect.setServerURIs(options.serverUris().toArray(String[]::new));
        connect.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        connect.setCleanSession(options.cleanSession());
        connect.setKeepAliveInterval((int) options.keepAlive().toSeconds());
        connect.setConnectionTimeout((int) ANSWER.toSeconds());
        connect.setAutomaticReconnect(false);
        Credentials credentials = options.credentials();
        if (credentials.username() != null) {
            connect.setUserName(credentials.username());
        }
        if (credentials.password() != null) {
            connect.setPassword(credentials.password());
        }
        connect.setSocketFactory(socketFactory(options));
        if (options.statusTopic() != null) {
            connect.setWill(
                    PahoTopic.of(options.statusTopic()),
                    options.offlinePayload().getBytes(UTF_8),
                    1,
                    true);
        }
        return connect;
    }

    /** @throws IllegalArgumentException if a file that TLS needs cannot be read */
    private SocketFactory socketFactory(DeviceOptions options) {
        if (!options.serverUris().get(0).matches("(ssl|wss)://.*")) {
            return SocketFactories.plain();
        }
        Trust read = SocketFactories.trust(options.credentials().ca());
        SocketFactory factory = SocketFactories.tls(read, options.credentials().certificate());
        trust = read;
        return factory;
    }

    /** The certificate that the broker showed last, and was accepted. */
    Optional<X509Certificate> brokerCertificate() {
        Trust used = trust;
        return used == null ? Optional.empty() : used.accepted();
    }

    /** Begins to connect, and goes on until {@link #stop}. */
    void start() {
        if (startedAt.compareAndSet(0, System.nanoTime())) {
            begin();
        }
    }

    /**
     * How the first attempt went.
     *
     * @param limit how long after {@link #start} it may take
     * @return the outcome, or empty if there is none by then
     */
    Optional<ConnectOutcome> firstAttempt(Duration limit) throws InterruptedException {
        try {
            long left = limit.toNanos() - (System.nanoTime() - startedAt.get());
            return Optional.of(firstAttempt.get(Math.max(0, left), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        }
    }

    private void begin() {
        control.execute(this::connect);
        tidying = control.scheduleWithFixedDelay(this::tidy, TIDY.toMillis(), TIDY.toMillis(), TimeUnit.MILLISECONDS);
        looking = control.scheduleWithFixedDelay(outbox::takeBackAside, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (options.statusEvery() != null) {
            long every = options.statusEvery().toMillis();
            repeating = control.scheduleAtFixedRate(this::repeatStatus, every, every, TimeUnit.MILLISECONDS);
        }
    }

    private void tidy() {
        outbox.tidy();
        if (ready && Duration.ofNanos(System.nanoTime() - connectedAt).compareTo(Outbox.AT_ONCE) > 0) {
            long before = others.sum();
            if (outbox.tryHeld()) {
                othersAtTrial = before;
            }
        }
    }

    /**
     * Adds a subscription: made now if connected, and at every connect. One that is there already is not made again, or
     * the broker would send once more what it has retained.
     */
    void subscribe(String filter, int qos) {
        control.execute(() -> {
            Integer before = subscriptions.get(filter);
            int now = subscriptions.merge(filter, qos, Math::max);
            if (ready && (before == null || before != now)) {
                try {
                    subscribeAt(Map.of(filter, qos));
                } catch (MqttException e) {
                    dropped();
                    retry();
                }
            }
        });
    }

    /** Ends subscriptions, those that there are of these. */
    void unsubscribe(Set<String> filters) {
        control.execute(() -> {
            Set<String> gone = new HashSet<>(filters);
            gone.retainAll(subscriptions.keySet());
            subscriptions.keySet().removeAll(gone);
            if (ready && !gone.isEmpty()) {
                try {
                    client.unsubscribe(gone.toArray(String[]::new)).waitForCompletion(ANSWER.toMillis());
                } catch (MqttException e) {
                    dropped();
                    retry();
                }
            }
        });
    }

    /** Takes a publish; see {@link Outbox#add}. QoS 0 is sent now or, with no connection, dropped, as MQTT says. */
    @Nullable
    OutboxMessage publish(String topic, MqttMessage message) throws OutboxException {
        published.increment();
        if (message.getQos() == 0) {
            others.increment();
            try {
                client.publish(topic, message);
            } catch (MqttException e) {
                LOG.debug("{}: QoS 0 message to {} dropped: not connected", options.clientId(), topic);
            }
            return null;
        }
        return outbox.add(topic, message.getPayload(), message.getQos(), message.isRetained());
    }

    /**
     * Keeps a payload retained at the broker, QoS 1: from now on if connected, and at every connect. An empty one takes
     * back what was there.
     */
    void announce(String topic, byte[] payload) {
        announces = true;
        control.execute(() -> {
            if (announcements.put(topic, payload) && ready) {
                others.increment();
                announcements.send(topic);
            }
        });
    }

    /**
     * Takes back all that was announced, before the device leaves for good.
     *
     * @return whether the broker knows
     */
    boolean withdraw() throws InterruptedException {
        if (!announces || !ready) {
            return !announces;
        }
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        control.execute(() -> {
            try {
                announcements.withdraw(GOODBYE.toMillis());
                done.complete(true);
            } catch (MqttException e) {
                LOG.debug("{}: not taken back: {}", options.clientId(), e.getMessage());
                done.complete(false);
            }
        });
        try {
            return done.get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    Outbox outbox() {
        return outbox;
    }

    Inbox inbox() {
        return inbox;
    }

    /** Connected, subscribed, and the birth acknowledged. */
    boolean ready() {
        return ready;
    }

    /** Why it is not {@link #ready}, in words. */
    String problem() {
        return problem;
    }

    /** The subscriptions that the broker has refused on this connection. */
    Set<String> refusedFilters() {
        return refusedFilters;
    }

    /** Since when it is as it is, by the clock as it is set now. */
    Instant since() {
        return Instant.now().minusNanos(System.nanoTime() - since);
    }

    long published() {
        return published.sum();
    }

    /** How many times it connected. */
    long connects() {
        return connects.sum();
    }

    /** How many messages were given up by the error policy. */
    long rejected() {
        return rejected.sum();
    }

    void countRejected() {
        rejected.increment();
    }

    /** How many messages of the broker were acknowledged and discarded: malformed, or too large. */
    long discarded() {
        return discarded.sum();
    }

    /** How many retained messages were refused. */
    long retainedRefused() {
        return retainedRefused.sum();
    }

    void countRetainedRefused() {
        retainedRefused.increment();
    }

    /** Breaks the connection without a good-bye, as a network does. It comes back by itself. */
    void cut() {
        control.execute(() -> {
            if (ready) {
                abort();
                lost(new IOException("cut by hand"));
            }
        });
    }

    /** Says {@code offline}, disconnects, closes the outbox. Takes at most about 2 s. */
    void stop() {
        stopping = true;
        if (tidying != null) {
            tidying.cancel(false);
        }
        if (repeating != null) {
            repeating.cancel(false);
        }
        if (looking != null) {
            looking.cancel(false);
        }
        try {
            if (ready) {
                synchronized (statuses) {
                    ready = false;
                }
                settleOutbox();
                status(options.offlinePayload());
                client.disconnect(500).waitForCompletion(1000);
                LOG.info(
                        "{}: {}disconnected",
                        options.clientId(),
                        options.statusTopic() == null ? "" : "said " + options.offlinePayload() + " and ");
            }
        } catch (MqttException e) {
            LOG.debug("{}: no clean disconnect: {}", options.clientId(), e.getMessage());
        }
        try {
            abort();
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("{}: {}", options.clientId(), e.getMessage());
        }
        outbox.close();
    }

    private void settleOutbox() {
        long limit = System.nanoTime() + Duration.ofMillis(500).toNanos();
        while (outbox.depth() > outbox.heldMessages() && System.nanoTime() < limit && client.isConnected()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Whatever goes wrong here, the device tries again. */
    private void connect() {
        try {
            if (!stopping && mayConnect()) {
                connectOnce();
            }
        } catch (RuntimeException e) {
            if (stopping) {
                return;
            }
            LOG.error("{}: unexpected fault while connecting, trying again: {}", options.clientId(), e.toString());
            LOG.debug("{}", options.clientId(), e);
            dropped();
            retry();
        }
    }

    /** Not while this program's own broker waits for its port, nor with certificates that cannot be used: tried again. */
    private boolean mayConnect() {
        String waiting = localBroker.waitingFor();
        if (waiting != null) {
            // The broker has said so itself.
            problem = "the broker of this program waits: " + waiting;
            firstAttempt.complete(ConnectOutcome.AWAY);
            retryWithin(LOCAL_WAIT);
            return false;
        }
        try {
            // Certificates that were renewed meanwhile.
            connectOptions.setSocketFactory(socketFactory(options));
            return true;
        } catch (IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
            say(problem);
            retry();
            return false;
        }
    }

    private void connectOnce() {
        boolean oneByOne = outbox.oneByOne();
        // Paho holds itself to it with what it sends again, too; packet ids stay as they were.
        connectOptions.setMaxInflight(oneByOne ? 1 : Outbox.WINDOW + 100);
        try {
            makeConnection();
        } catch (MqttException e) {
            failed(e);
            return;
        }
        if (oneByOne) {
            findSuspect();
            return;
        }
        try {
            beBorn();
        } catch (MqttException e) {
            cutOff(e);
        }
    }

    /**
     * Connects, and waits until the connection is made. Paho forgets to say so if it ends in the moment in which the broker
     * takes it: that counts as made, and what is done with it fails. (Paho's own wait for a limited time is good for one
     * time only: after it has ended it does not wait again.)
     */
    private void makeConnection() throws MqttException {
        CountDownLatch answered = new CountDownLatch(1);
        IMqttToken connecting = client.connect(connectOptions, null, new IMqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                answered.countDown();
            }

            @Override
            public void onFailure(IMqttToken token, Throwable problem) {
                answered.countDown();
            }
        });
        long limit = System.nanoTime() + ANSWER.toNanos();
        boolean over = false;
        while (!connecting.isComplete()) {
            if (waited(answered)) {
                break;
            }
            if (System.nanoTime() > limit) {
                throw new MqttException(MqttException.REASON_CODE_CLIENT_TIMEOUT);
            }
            if (over) {
                return;
            }
            // Once more: it may be about to say why.
            over = client.isDisconnected();
        }
        if (connecting.getException() != null) {
            throw connecting.getException();
        }
    }

    private boolean waited(CountDownLatch answered) throws MqttException {
        try {
            return answered.await(PAHO_FORGETS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            if (stopping) {
                throw new MqttException(e);
            }
            // PahoThreads, a moment too late.
            return false;
        }
    }

    /** A connection for nothing but what was under way when others ended, one message at a time. */
    private void findSuspect() {
        outbox.connected();
        int left = outbox.suspects();
        long limit = System.nanoTime() + ANSWER.toNanos();
        while (left > 0 && client.isConnected() && !stopping && System.nanoTime() < limit) {
            LockSupport.parkNanos(1_000_000);
            int now = outbox.suspects();
            if (now < left) {
                left = now;
                limit = System.nanoTime() + ANSWER.toNanos();
            }
        }
        if (stopping) {
            return;
        }
        if (left == 0) {
            outbox.allTogether();
            try {
                client.disconnect(500).waitForCompletion(1000);
            } catch (MqttException e) {
                LOG.debug("{}: no clean disconnect: {}", options.clientId(), e.getMessage());
            }
        }
        ended();
        if (left == 0) {
            backoff.reset();
        }
        retry();
    }

    /** The broker had taken this connection, and it is over. */
    private void ended() {
        String topic = outbox.ended(others.sum() == othersAtTrial);
        if (outbox.oneByOne()) {
            // The broker is there, and each connection brings this further.
            backoff.reset();
        }
        if (topic != null) {
            LOG.warn("{}: {}; other topics go on", options.clientId(), heldMessage(topic));
        }
        dropped();
        for (IMqttDeliveryToken token : client.getPendingDeliveryTokens()) {
            if (token.getUserContext() instanceof OutboxMessage message
                    && outbox.isHeld(message)
                    && !isReleased(token.getMessageId())) {
                forget(token);
                outbox.takenBack(message);
            }
        }
    }

    /** QoS 2: the broker has it, and only the rest of the handshake is to be done. Paho keeps a PUBREL under this name. */
    private boolean isReleased(int packetId) {
        try {
            return sent.containsKey("sc-" + packetId);
        } catch (MqttException e) {
            return false;
        }
    }

    private void forget(IMqttDeliveryToken token) {
        try {
            client.removeMessage(token);
        } catch (MqttException | RuntimeException e) {
            // It has just been acknowledged, and Paho knows nothing of it any more; else it may be sent once more.
            LOG.debug("{}: not taken back: {}", options.clientId(), e.toString());
        }
    }

    /** What a person should know of a topic whose messages wait. */
    String heldMessage(String topic) {
        return "the broker ends the connection when it gets a message to " + PublishRules.show(topic)
                + ", so these wait, and are tried now and then: is " + user()
                + " permitted to publish there? The broker's log says what it denies";
    }

    private String user() {
        String user = options.credentials().username();
        return user == null ? "this device" : "user \"" + user + "\"";
    }

    /** The broker took the client and let it go at once: MQTT 3.1.1 has no other way to refuse a message. */
    private void cutOff(MqttException e) {
        problem = cutOffAtOnce() ? refusedMessage() : "connection lost" + ConnectOutcome.because(e);
        announcedInVain();
        ended();
        firstAttempt.complete(ConnectOutcome.AWAY);
        say(problem);
        retry();
    }

    /** A device works without being announced: what the broker refuses again and again is left out. */
    private void announcedInVain() {
        Optional<String> topic = announcements.unacknowledged();
        if (topic.isEmpty() || ++birthsCutOff < BIRTHS) {
            return;
        }
        LOG.error(
                "{}: the broker has ended {} connections before it took the announcement on {}, so nothing is announced"
                        + " until the next start: is this device permitted to publish there? The broker's log says what"
                        + " it denies",
                options.clientId(),
                BIRTHS,
                topic.get());
        try {
            announcements.giveUp();
        } catch (MqttException e) {
            LOG.debug("{}: an announcement may be sent once more: {}", options.clientId(), e.getMessage());
        }
    }

    /** Once may be the network. */
    private boolean cutOffAtOnce() {
        cutOffs++;
        return cutOffs > 1 && suspect() != null;
    }

    /** Where the message goes that the broker has not taken, of the outbox or of what comes before it. */
    private @Nullable String suspect() {
        String topic = outbox.topicUnderWay();
        return topic != null || ready
                ? topic
                : announcements.unacknowledged().orElse(born ? null : options.statusTopic());
    }

    private String refusedMessage() {
        if (outbox.topicUnderWay() != null) {
            return "the broker ends every connection at once, and takes none of the messages under way: they are sent one"
                    + " at a time now, to find the one that it does not take";
        }
        return "the broker ends every connection at once, and has not taken a message to " + suspect() + ": is "
                + user() + " permitted to publish there? The broker's log says what it denies";
    }

    private void beBorn() throws MqttException {
        refusedFilters.clear();
        subscribeAt(subscriptions);
        born = false;
        status(options.onlinePayload());
        born = true;
        announcements.sendAll(ANSWER.toMillis());
        birthsCutOff = 0;
        connects.increment();
        since = System.nanoTime();
        connectedAt = System.nanoTime();
        ready = true;
        lastLogged = null;
        LOG.info("{}: connected to {}", options.clientId(), client.getCurrentServerURI());
        firstAttempt.complete(ConnectOutcome.CONNECTED);
        outbox.works();
        outbox.connected();
        inbox.open();
    }

    private void subscribeAt(Map<String, Integer> wanted) throws MqttException {
        if (wanted.isEmpty()) {
            return;
        }
        String[] filters = wanted.keySet().toArray(String[]::new);
        int[] qos = wanted.values().stream().mapToInt(Integer::intValue).toArray();
        IMqttToken token = client.subscribe(filters, qos);
        token.waitForCompletion(ANSWER.toMillis());
        int[] granted = token.getGrantedQos();
        for (int i = 0; i < Math.min(granted.length, qos.length); i++) {
            if (granted[i] > 2) {
                refusedFilters.add(filters[i]);
                LOG.error(
                        "{}: the broker refuses the subscription to {}: is this user permitted to read it?",
                        options.clientId(),
                        filters[i]);
            } else if (granted[i] < qos[i]) {
                LOG.warn("{}: the broker grants {} only QoS {}", options.clientId(), filters[i], granted[i]);
            }
        }
    }

    private void status(String payload) throws MqttException {
        if (options.statusTopic() != null) {
            client.publish(options.statusTopic(), payload.getBytes(UTF_8), 1, true)
                    .waitForCompletion(stopping ? 1000 : ANSWER.toMillis());
        }
    }

    /** Waits for no answer: a broker that is silent is the keep-alive's to notice. */
    private void repeatStatus() {
        synchronized (statuses) {
            if (ready && options.statusTopic() != null) {
                try {
                    others.increment();
                    client.publish(
                            options.statusTopic(), options.onlinePayload().getBytes(UTF_8), 1, true);
                } catch (MqttException e) {
                    LOG.debug("{}: status not repeated: {}", options.clientId(), e.getMessage());
                }
            }
        }
    }

    private void failed(MqttException e) {
        outbox.unreachable();
        ConnectOutcome outcome = ConnectOutcome.of(e);
        problem = outcome.inWords(options, e);
        if (e.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT) {
            // The broker took the connection and said nothing: Paho would wait for ever.
            abort();
        }
        dropped();
        // A first attempt that cannot succeed ends the start, and is said there.
        if (!firstAttempt.complete(outcome) || !outcome.isFinal()) {
            say(ConnectOutcome.isLocal(e) ? "local" : problem, problem);
        }
        retryWithin(ConnectOutcome.isLocal(e) ? LOCAL_WAIT : LONGEST_WAIT);
    }

    private void say(String line) {
        say(line, line);
    }

    /** @param kind what is the same in lines that need not be said again: the time in them may differ */
    private void say(String kind, String line) {
        if (!kind.equals(lastLogged) && !stopping) {
            lastLogged = kind;
            LOG.warn("{}: {}; trying again until it works", options.clientId(), line);
        }
    }

    private void retry() {
        retryWithin(LONGEST_WAIT);
    }

    private void retryWithin(Duration limit) {
        if (!stopping) {
            long wait = Math.min(backoff.next().toMillis(), limit.toMillis());
            control.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
        }
    }

    private void lost(Throwable cause) {
        if (stopping || !ready || client.isConnected()) {
            return;
        }
        Duration held = Duration.ofNanos(System.nanoTime() - connectedAt);
        if (held.compareTo(HELD) > 0) {
            backoff.reset();
        }
        boolean atOnce = held.compareTo(Outbox.AT_ONCE) < 0 && cutOffAtOnce();
        if (held.compareTo(Outbox.AT_ONCE) >= 0) {
            cutOffs = 0;
        }
        problem = atOnce ? refusedMessage() : "connection lost" + ConnectOutcome.because(cause);
        boolean trial = outbox.onTrial();
        ended();
        // The ends of connections that this device brings about are none of a rival's doing.
        if (!trial && clash.lost(held) && !atOnce) {
            LOG.warn(
                    "{}: probably another client is using client id {}: the broker ends each connection soon after it is"
                            + " made. Every client needs an id of its own",
                    options.clientId(),
                    options.clientId());
        }
        since = System.nanoTime();
        if (trial) {
            // Expected, and said when the topic was held.
            backoff.reset();
        } else {
            say(problem);
        }
        retry();
    }

    /** Leaves nothing half connected, and puts on disk what the broker has not acknowledged. */
    private void dropped() {
        ready = false;
        if (client.isConnected()) {
            abort();
        }
        inbox.disconnected();
        outbox.disconnected(!options.cleanSession());
    }

    private void abort() {
        try {
            client.disconnectForcibly(0, 100, false);
        } catch (MqttException e) {
            LOG.debug("{}: {}", options.clientId(), e.getMessage());
        }
    }

    private boolean send(OutboxMessage message) {
        MqttMessage out = new MqttMessage(message.payload());
        out.setQos(message.qos());
        out.setRetained(message.retained());
        try {
            client.publish(message.topic(), out, message, null);
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    private void acknowledge(Delivery delivery) {
        try {
            client.messageArrivedComplete(
                    delivery.message().getId(), delivery.message().getQos());
        } catch (MqttException e) {
            LOG.debug("{}: acknowledgement not sent: {}", options.clientId(), e.getMessage());
        }
    }

    @Override
    public void connectionLost(Throwable cause) {
        try {
            control.execute(() -> lost(cause));
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: connection lost while stopping", options.clientId());
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (topic.equals(PahoTopic.LEFT_OUT)) {
            discard(message);
        } else {
            inbox.received(PahoTopic.name(topic), message);
        }
    }

    /** Paho's thread only. */
    private void discard(MqttMessage message) {
        discarded.increment();
        inbox.discard(message);
        long now = System.nanoTime();
        if (discardedUnsaid == 0 || now - discardSaid > DISCARDS.toNanos()) {
            discardSaid = now;
            LOG.warn("{}: discarded, and acknowledged: {}{}", options.clientId(), message, alsoDiscarded());
            discardedUnsaid = 0;
        }
        discardedUnsaid++;
    }

    private String alsoDiscarded() {
        return discardedUnsaid < 2 ? "" : " (since the last such line " + (discardedUnsaid - 1) + " others)";
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        if (token.getUserContext() instanceof OutboxMessage message) {
            outbox.acknowledged(message);
            acknowledged.accept(message);
        }
    }
}
