package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.access.Access;
import dev.piroutes.broker.access.Users;
import dev.piroutes.broker.guard.Guards;
import dev.piroutes.broker.guard.Limits;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.Sessions;
import dev.piroutes.files.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Guards the MQTT clients of an Artemis broker: order, redelivery, sessions, limits, access. One line in {@code broker.xml}:
 *
 * <pre>{@code
 * <broker-plugins>
 *   <broker-plugin class-name="dev.piroutes.broker.mqtt.MqttGuardPlugin">
 *     <property key="max-packet-size" value="65536"/>
 *   </broker-plugin>
 * </broker-plugins>
 * }</pre>
 *
 * <p>Properties, none of which is needed:
 *
 * <ul>
 *   <li>each limit of {@link dev.piroutes.broker.guard.Limit}, by its name there. Those of a plugin {@link Limits} in the same
 *       file hold where this one says nothing.
 *   <li>{@value #USERS}: the folder of {@code artemis-users.properties},
 *       {@code artemis-roles.properties} and {@code permissions.acl}; default:
 *       everybody may connect and do everything, unless the same file has a plugin {@link Users}.
 *   <li>{@value #WILL_GRACE}: seconds that clients may take to come back after a crash of the broker before their wills are
 *       sent; 0 or more, default 30.
 * </ul>
 *
 * <p>It guards each acceptor with {@code protocols=MQTT}. An acceptor that takes MQTT beside other protocols, or names none and
 * so takes all, ends the broker's start: its clients would pass unguarded. Acceptors for other protocols stay as they are.
 */
public final class MqttGuardPlugin implements ActiveMQServerPlugin {
    /** Seconds that clients may take to come back after a crash before their wills are sent. */
    public static final String WILL_GRACE = "will-grace";

    private static final String USERS = "users";
    private static final String DEFAULT_WILL_GRACE = "30";

    private Map<String, String> limits = Map.of();
    private Duration willGrace = Duration.ofSeconds(Integer.parseInt(DEFAULT_WILL_GRACE));
    private @Nullable String users;
    private volatile @Nullable Installation installation;

    /** @throws IllegalArgumentException naming the property and the value */
    @Override
    public void init(Map<String, String> properties) {
        Map<String, String> rest = new HashMap<>(properties);
        String seconds = Objects.requireNonNullElse(rest.remove(WILL_GRACE), DEFAULT_WILL_GRACE);
        try {
            willGrace = Duration.ofSeconds(Integer.parseUnsignedInt(seconds));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    WILL_GRACE + " must be a whole number of seconds, 0 or more, but was \"" + seconds + "\"", e);
        }
        users = rest.remove(USERS);
        new Limits().init(rest);
        limits = Map.copyOf(rest);
    }

    /** Called at each start of the server, before it reads its journal and makes its acceptors. */
    @Override
    public void registered(ActiveMQServer server) {
        Installation fresh = new Installation(server, limits(server.getConfiguration()), access(server), willGrace);
        installation = fresh;
        fresh.bringIn();
        List.copyOf(server.getBrokerPlugins()).stream()
                .filter(plugin -> plugin == this || plugin instanceof Limits || plugin instanceof Users)
                .forEach(plugin -> leaveHooks(plugin, server.getConfiguration()));
    }

    /** Artemis calls all hooks of a plugin from {@code broker.xml}, several times for each message: these do nothing there. */
    private static void leaveHooks(ActiveMQServerBasePlugin plugin, Configuration configuration) {
        configuration.unRegisterBrokerPlugin(plugin);
        configuration.getBrokerPlugins().add(plugin);
    }

    private Limits limits(Configuration configuration) {
        Limits all = plugin(configuration, Limits.class).orElseGet(Limits::new);
        all.init(limits);
        return all;
    }

    private Access access(ActiveMQServer server) {
        Optional<Users> given = plugin(server.getConfiguration(), Users.class);
        String folder = users;
        if (given.isPresent() || folder == null) {
            return given.<Access>map(known -> known).orElse(Access.OPEN);
        }
        Users own = new Users();
        own.init(Map.of("dir", folder));
        server.registerBrokerPlugin(own);
        return own;
    }

    /** The first plugin of a type that a configuration has. */
    public static <T> Optional<T> plugin(Configuration configuration, Class<T> type) {
        return configuration.getBrokerPlugins().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private Installation installation() {
        return Objects.requireNonNull(installation, "the server has not been started");
    }

    /** What is refused, and how often. Here and below: of a server that has been started. */
    public Guards guards() {
        return installation().guards;
    }

    /** Who may connect, and do what. */
    public Access access() {
        return installation().access;
    }

    /** The retained messages. */
    public Retained retained() {
        return installation().retained;
    }

    /** Of clients that are connected, or may come back. */
    public Sessions sessions() {
        return installation().sessions;
    }

    /** Clients that throw each other off, or did within the last minute. */
    public List<Clash> clashes() {
        return installation().takeovers.clashes();
    }

    /**
     * Tells of what is published on this topic and on those below it, without a subscription, as long as the server serves; first
     * of what is retained, before this returns. There is one listener: a further call replaces it.
     *
     * @throws IllegalStateException if what is retained cannot be read
     */
    public void listen(String topic, PublishListener listener) {
        try {
            installation().traffic.listen(topic, listener);
        } catch (Exception e) {
            throw new IllegalStateException("cannot listen to what is published on " + topic + ": " + Reason.of(e), e);
        }
    }

    /** How often a client got nothing of what waits for it, though it had acknowledged all; must stay 0. */
    public long stalls() {
        return installation().stallWatch.stalls();
    }

    /** Clients of which that is true now. */
    public int stalled() {
        return installation().stallWatch.stalled();
    }
}
