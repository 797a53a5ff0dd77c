package dev.piroutes.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Clients that connect and are under no examination. They are served like all others; they explain why a device is missing. */
final class UnknownClients {

    /** So many are remembered and, below, named at most. */
    private static final int MOST = 1_000;

    private static final int MOST_NAMED = 5;

    private final Map<String, Subject> clients = new LinkedHashMap<>();

    synchronized Subject subject(String clientId) {
        if (clients.size() >= MOST && !clients.containsKey(clientId)) {
            return new Subject();
        }
        return clients.computeIfAbsent(clientId, id -> new Subject());
    }

    /**
     * Who came instead, in words.
     *
     * @param root of the device that is missing
     * @param alone whether no other device is awaited: then any unknown client may be the one
     * @param connections how many TCP connections there were
     */
    synchronized String describe(String root, boolean alone, int connections) {
        List<String> likely = clients.entrySet().stream()
                .filter(client -> alone || belongs(root, client.getKey(), client.getValue()))
                .map(client -> "\"" + Text.shown(client.getKey()) + "\"")
                .limit(MOST_NAMED)
                .toList();
        if (!likely.isEmpty()) {
            return "another client id connected instead: " + String.join(", ", likely);
        }
        if (connections == 0) {
            return "nobody connected at all";
        }
        return alone ? "somebody connected, but sent no MQTT CONNECT" : "nobody else with topics below " + root;
    }

    private static boolean belongs(String root, String clientId, Subject client) {
        String group = root.substring(root.lastIndexOf('/') + 1);
        return clientId.contains(group)
                || client.track().since(0).stream()
                        .flatMap(UnknownClients::topics)
                        .anyMatch(topic -> topic.startsWith(root + "/"));
    }

    private static Stream<String> topics(Packet packet) {
        if (packet.content() instanceof Packet.Connect connect) {
            Packet.Will will = connect.will();
            return will == null ? Stream.empty() : Stream.of(will.topic());
        }
        if (packet.content() instanceof Packet.Publish publish && packet.fromDevice()) {
            return Stream.of(publish.topic());
        }
        return packet.content() instanceof Packet.Subscribe subscribe
                ? subscribe.filters().stream().map(Packet.Filter::topic)
                : Stream.empty();
    }
}
