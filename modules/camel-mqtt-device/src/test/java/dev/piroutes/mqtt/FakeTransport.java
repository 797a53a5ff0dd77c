package dev.piroutes.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/** A client library without a network: notes what it is told, and does what the test says. */
final class FakeTransport implements Transport {

    /** What it was told since the test looked last, in order. */
    private final List<String> calls = new ArrayList<>();

    private final List<Object> underWay = new ArrayList<>();
    private final Map<String, Integer> granted = new HashMap<>();
    private final Listener listener;
    private ConnectOutcome refusal;
    private Error fault;
    private String cutOffAt = "";
    private String refusedTopic = "";
    private String acknowledgedAtTheEnd = "";
    private String releasedTopic = "";
    private Runnable whileForgetting = () -> {};
    private BrokerTakes takes = BrokerTakes.ALL;
    private boolean connected;
    private boolean oneByOne;

    FakeTransport(Listener listener) {
        this.listener = listener;
    }

    List<String> calls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Makes connects fail, or with null succeed again. */
    void refuse(ConnectOutcome reason) {
        refusal = reason;
    }

    /** Makes connects end with this, or with null not any more. */
    void fail(Error with) {
        fault = with;
    }

    /** Makes the broker answer that it does not take what introduces the device to this topic. */
    void refuseIntroduction(String topic) {
        refusedTopic = topic;
    }

    /** Makes the broker end the connection when it gets a message to this topic. */
    void cutOffAt(String topic) {
        cutOffAt = topic;
    }

    /** Makes the broker acknowledge messages to this topic just before a connection ends. */
    void acknowledgeAtTheEnd(String topic) {
        acknowledgedAtTheEnd = topic;
    }

    /** The broker has what was sent to this topic with QoS 2. */
    void release(String topic) {
        releasedTopic = topic;
    }

    /** Happens once, when it has begun to forget. */
    void whileForgetting(Runnable happening) {
        whileForgetting = happening;
    }

    void grant(String filter, int qos) {
        granted.put(filter, qos);
    }

    /** The network breaks. */
    void breakConnection() {
        connected = false;
        List<Object> acknowledged = underWay.stream()
                .filter(context -> isTo(acknowledgedAtTheEnd, context))
                .toList();
        underWay.removeAll(acknowledged);
        acknowledged.forEach(listener::acknowledged);
        listener.lost(new java.io.IOException("reset"));
    }

    /** The broker acknowledges all that it has. */
    void acknowledgeAll() {
        List<Object> contexts = List.copyOf(underWay);
        underWay.clear();
        contexts.forEach(listener::acknowledged);
    }

    /** What the broker says that it takes. */
    void takes(long packetSize) {
        takes = new BrokerTakes(takes.underWay(), takes.underWayQos2(), packetSize, takes.qos(), takes.retained());
    }

    /** The same. */
    void takes(int qos, boolean retained) {
        takes = new BrokerTakes(takes.underWay(), takes.underWayQos2(), takes.packetSize(), qos, retained);
    }

    /** The broker acknowledges a message that it has just got. */
    void acknowledged(OutboxMessage message) {
        listener.acknowledged(message);
    }

    /** The broker answers all messages to a topic: it does not take them. */
    void refuseAll(String topic, String why, boolean forGood) {
        List<Object> contexts =
                underWay.stream().filter(context -> isTo(topic, context)).toList();
        underWay.removeAll(contexts);
        contexts.forEach(context -> listener.refused(context, why, forGood));
    }

    /** The broker answers the same to announcements. */
    void refuseAnnouncements(String why) {
        List<Object> contexts =
                underWay.stream().filter(Announcements.Sent.class::isInstance).toList();
        underWay.removeAll(contexts);
        contexts.forEach(context -> listener.refused(context, why, false));
    }

    void deliver(String topic, String payload, int packetId, boolean duplicate) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        listener.received(new ReceivedMessage(topic, bytes, 1, false, duplicate, packetId, MessageProperties.NONE));
    }

    void deliverMalformed(String why, int packetId) {
        listener.discarded(
                new ReceivedMessage("", new byte[0], 1, false, false, packetId, MessageProperties.NONE), why);
    }

    @Override
    public void connect(SSLSocketFactory tls, int inFlight) throws TransportException {
        oneByOne = inFlight == 1;
        calls.add(oneByOne ? "connect, one at a time" : "connect");
        if (fault != null) {
            throw fault;
        }
        if (refusal != null) {
            throw new TransportException(refusal, "refused");
        }
        connected = true;
        // What was under way is sent again.
        if (underWay.stream().anyMatch(context -> isTo(cutOffAt, context))) {
            breakConnection();
        }
    }

    private static boolean isTo(String topic, Object context) {
        return context instanceof OutboxMessage message && message.topic().equals(topic);
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public String broker() {
        return "fake";
    }

    @Override
    public Map<String, Integer> subscribe(Map<String, Integer> filters) throws TransportException {
        calls.add("subscribe " + filters);
        requireConnection();
        Map<String, Integer> answer = new HashMap<>(filters);
        answer.replaceAll((filter, qos) -> granted.getOrDefault(filter, qos));
        return answer;
    }

    @Override
    public void unsubscribe(Set<String> filters) throws TransportException {
        calls.add("unsubscribe " + filters);
        requireConnection();
    }

    @Override
    public BrokerTakes takes() {
        return takes;
    }

    @Override
    public Receipt publish(Publication message, Object context) throws TransportException {
        requireConnection();
        String topic = message.topic();
        calls.add("publish " + topic + " " + new String(message.payload(), StandardCharsets.UTF_8)
                + (message.retained() ? " retained" : "")
                + (message.qos() == 1 ? "" : " QoS " + message.qos())
                + (message.properties().expiry() == null
                        ? ""
                        : " for " + message.properties().expiry() + " s"));
        if (context != null) {
            underWay.add(context);
        }
        if (topic.equals(cutOffAt)) {
            breakConnection();
        }
        return limit -> {
            requireConnection();
            if (topic.equals(refusedTopic)) {
                throw new TransportException(ConnectOutcome.REFUSED, "not authorized (0x87)");
            }
        };
    }

    private void requireConnection() throws TransportException {
        if (!connected) {
            throw new TransportException("not connected");
        }
    }

    @Override
    public List<Object> unanswered() {
        List<Object> sent = underWay.stream()
                .filter(context -> context instanceof OutboxMessage && !isTo(releasedTopic, context))
                .toList();
        return oneByOne && !sent.isEmpty() ? sent.subList(0, 1) : sent;
    }

    @Override
    public List<Object> forget(Predicate<Object> contexts) {
        List<Object> forgotten = new ArrayList<>();
        for (Object context : List.copyOf(underWay)) {
            if (contexts.test(context) && !isTo(releasedTopic, context)) {
                underWay.remove(context);
                forgotten.add(context);
                whileForgetting.run();
                whileForgetting = () -> {};
            }
        }
        if (!forgotten.isEmpty()) {
            calls.add("forget " + forgotten.size());
        }
        return forgotten;
    }

    @Override
    public void acknowledge(ReceivedMessage message) {
        calls.add("acknowledge " + message.packetId());
    }

    @Override
    public void disconnect() {
        calls.add("disconnect");
        connected = false;
    }

    @Override
    public void abort() {
        if (connected) {
            calls.add("abort");
        }
        connected = false;
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
