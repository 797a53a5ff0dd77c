package dev.piroutes.secure;

import dev.piroutes.broker.access.Role;
import dev.piroutes.files.Reason;
import dev.piroutes.homeassistant.Entity;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.mqtt.HomeAssistantEntity;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.mqtt.Rejected;
import dev.piroutes.mqtt.Topics;
import dev.piroutes.source.BeanDeclared;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.Expression;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.SyntaxException;
import dev.piroutes.source.Word;
import dev.piroutes.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out which client of some route files uses which topics. What only a running route could tell has to be said in the
 * file ({@link DeclaredTopics}): a guess would permit too much or too little.
 */
public final class RouteTopics {
    private static final Set<String> OVERRIDES = Set.of("CamelPahoOverrideTopic", "CamelPahoMqtt5OverrideTopic");
    private static final Pattern MAKES_ENDPOINT =
            Pattern.compile("\\b(" + String.join("|", DeviceEndpoint.SCHEMES) + "):");
    private static final String HOW =
            ": say in the comment at the top of the file which it can be, a line \"# Topics:\""
                    + " and below it \"#   %s a/topic\"";

    private final UnaryOperator<String> resolve;
    private final String suffix;
    private final Map<String, ClientUse> clients = new LinkedHashMap<>();
    /** Beans of devices that have a broker of their own. */
    private final Set<String> elsewhere = new HashSet<>();

    private final List<RouteFile> files = new ArrayList<>();
    private final List<DeclaredTopics.Line> declared = new ArrayList<>();

    private RouteTopics(UnaryOperator<String> resolve, String suffix) {
        this.resolve = resolve;
        this.suffix = suffix;
    }

    /**
     * Reads the files.
     *
     * @param sources the files that run on one broker
     * @param resolve puts the values of properties in place of their names, and leaves those that have none
     * @param suffix what devices append to their client ids
     * @param others clients that are in no file
     * @return the clients, by name
     * @throws SecureException with file and line, if the topics of one cannot be told
     */
    public static Collection<ClientUse> of(
            Collection<RouteSource> sources, UnaryOperator<String> resolve, String suffix, ClientUse... others) {
        RouteTopics topics = new RouteTopics(resolve, suffix);
        sources.forEach(topics::clients);
        topics.files.forEach(topics::endpoints);
        topics.files.forEach(topics::expressions);
        topics.files.forEach(topics::states);
        topics.declared.forEach(topics::declared);
        topics.rejections();
        Map<String, ClientUse> byName = new TreeMap<>();
        Map<String, ClientUse> anyCase = new TreeMap<>();
        for (ClientUse client :
                (Iterable<ClientUse>) Stream.concat(Stream.of(others), topics.clients.values().stream())::iterator) {
            ClientUse other = anyCase.putIfAbsent(client.name().toLowerCase(Locale.ROOT), client);
            if (other != null) {
                throw new SecureException(client.place() + ": client id " + client.name() + " is " + other.name()
                        + "'s at " + other.place() + ", or differs in capitals only: give each one of its own");
            }
            byName.put(client.name(), client);
        }
        return byName.values();
    }

    private void clients(RouteSource source) {
        RouteFile file;
        try {
            file = RouteFile.read(source);
        } catch (SyntaxException e) {
            throw new SecureException(e.place() + ": " + Reason.of(e), e);
        }
        files.add(file);
        List<String> own = new ArrayList<>();
        for (BeanDeclared bean : file.beans()) {
            boolean device = bean.className().equals(MqttDevice.class.getName());
            if (device && bean.properties().containsKey("url")) {
                own.add(bean.name().text());
                elsewhere.add(bean.name().text());
            } else if (device) {
                own.add(bean.name().text());
                clients.put(bean.name().text(), client(bean));
            }
        }
        for (DeclaredTopics.Line line : DeclaredTopics.of(source)) {
            String bean = line.device() == null && own.size() == 1 ? own.get(0) : line.device();
            if (bean == null || !own.contains(bean)) {
                throw new SecureException(
                        line.place() + ": write above it whose topic this is, \"#   device NAME\", with"
                                + " the name of a bean of this file: " + String.join(", ", own));
            }
            declared.add(new DeclaredTopics.Line(bean, line.publish(), line.topic(), line.place()));
        }
    }

    private ClientUse client(BeanDeclared bean) {
        Word id = bean.properties().get("clientId");
        if (id == null) {
            throw new SecureException(bean.name().place() + ": " + bean.name() + " has no clientId");
        }
        String name = resolved(id, id.text());
        if (!name.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new SecureException(
                    id.place() + ": clientId must be 1 to 128 letters, digits, '-' or '_', but was \"" + name + "\"");
        }
        ClientUse client =
                new ClientUse(name + suffix, Role.DEVICES, bean.name().place());
        Word status = bean.properties().get("statusTopic");
        if (status != null) {
            client.publishes().add(topic(status, status.text(), true));
        }
        return client;
    }

    private void endpoints(RouteFile file) {
        for (EndpointUse use : file.endpoints()) {
            if (isMqtt(use) && !isElsewhere(use)) {
                endpoint(file, use);
            }
        }
        List<EndpointUse> publishing = file.endpoints().stream()
                .filter(use -> !use.consumes() && isMqtt(use))
                .toList();
        if (!publishing.isEmpty() && publishing.stream().allMatch(this::isElsewhere)) {
            return;
        }
        for (Word word : file.words()) {
            if (OVERRIDES.contains(word.text())) {
                requireDeclared(file, true, word.place(), word.text() + " sets a topic");
            }
        }
    }

    private void expressions(RouteFile file) {
        for (Expression expression : file.expressions()) {
            if (MAKES_ENDPOINT.matcher(expression.text().text()).find()) {
                requireDeclared(file, true, expression.text().place(), "an expression makes a topic");
            }
        }
    }

    private static boolean isMqtt(EndpointUse use) {
        return DeviceEndpoint.SCHEMES.contains(use.scheme());
    }

    private static String bean(EndpointUse use) {
        return BeanDeclared.nameIn(use.option("client").map(Word::text).orElse(""));
    }

    private boolean isElsewhere(EndpointUse use) {
        return elsewhere.contains(bean(use));
    }

    private void endpoint(RouteFile file, EndpointUse use) {
        Word topic = new Word(use.path(), use.placeOfPath());
        if (use.isDynamic() || topic.text().contains("${")) {
            requireDeclared(
                    file, !use.consumes(), topic.place(), "the topic \"" + topic + "\" is known only at run time");
            return;
        }
        String bean = bean(use);
        ClientUse client = clients.get(bean);
        if (client == null) {
            throw new SecureException(use.placeOf("client") + ": there is no device \"" + bean
                    + "\" in these files, so nobody can be permitted " + topic + "; pi-routes check says more");
        }
        String resolved = topic(topic, topic.text(), !use.consumes());
        (use.consumes() ? client.subscribes() : client.publishes()).add(resolved);
    }

    /** Where Home Assistant finds the states of outputs, over the connection of their device. */
    private void states(RouteFile file) {
        for (BeanDeclared bean : file.beans()) {
            Word device = bean.properties().get(Entity.DEVICE);
            Word topic = bean.properties().get(Entity.PIN_STATE_TOPIC);
            if (bean.className().equals(HomeAssistantEntity.class.getName()) && device != null && topic != null) {
                ClientUse client = clients.get(BeanDeclared.nameIn(device.text()));
                if (client != null) {
                    client.states().add(topic(topic, topic.text(), true));
                }
            }
        }
    }

    private void requireDeclared(RouteFile file, boolean publish, Place place, String what) {
        boolean isDeclared = declared.stream()
                .anyMatch(
                        line -> line.publish() == publish && line.place().file().equals(file.name()));
        if (!isDeclared) {
            throw new SecureException(place + ": " + what + String.format(HOW, publish ? "publish" : "subscribe"));
        }
    }

    private void declared(DeclaredTopics.Line line) {
        if (elsewhere.contains(String.valueOf(line.device()))) {
            return;
        }
        ClientUse client = java.util.Objects.requireNonNull(clients.get(String.valueOf(line.device())));
        String topic = topic(new Word(line.topic(), line.place()), line.topic(), false);
        (line.publish() ? client.publishes() : client.subscribes()).add(topic);
    }

    /** The error policy answers on {@code TOPIC/rejected}, over the device that received the command. */
    private void rejections() {
        boolean answered = files.stream().flatMap(file -> file.beans().stream()).anyMatch(bean -> bean.className()
                .equals(Rejected.class.getName()));
        if (!answered) {
            return;
        }
        Set<String> published = new TreeSet<>();
        clients.values().forEach(client -> published.addAll(client.publishes()));
        for (ClientUse client : clients.values()) {
            if (client.role() == Role.DEVICES) {
                for (String filter : client.subscribes()) {
                    commands(filter, published)
                            .forEach(topic -> client.publishes().add(topic + Rejected.SUFFIX));
                }
            }
        }
    }

    /** Behind # there can be no /rejected: instead, what is known to be published there. */
    private static Set<String> commands(String filter, Set<String> published) {
        if (!filter.endsWith("#")) {
            return Set.of(filter);
        }
        Set<String> known = new TreeSet<>(published);
        known.removeIf(topic -> TopicFilter.hasWildcard(topic) || !TopicFilter.matches(filter, topic));
        return known;
    }

    private String topic(Word word, String text, boolean name) {
        String topic = resolved(word, text);
        try {
            if (name) {
                Topics.requireName(topic);
            } else {
                Topics.requireFilter(topic);
            }
        } catch (IllegalArgumentException e) {
            throw new SecureException(word.place() + ": " + Reason.of(e), e);
        }
        return topic;
    }

    private String resolved(Word word, String text) {
        String resolved = resolve.apply(text);
        if (resolved.contains("{{")) {
            throw new SecureException(word.place() + ": \"" + resolved
                    + "\" has a property without a value: set it, as the broker and its devices will have it");
        }
        return resolved;
    }
}
