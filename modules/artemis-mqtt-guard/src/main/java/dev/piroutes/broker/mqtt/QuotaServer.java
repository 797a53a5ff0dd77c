package dev.piroutes.broker.mqtt;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artemis's server as its MQTT handlers see it: a session that they create sends to its client by way of
 * {@link MqttHandler#callback}. Artemis makes the callback itself and has no other place where it can be replaced.
 */
final class QuotaServer implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaServer.class);

    private final ActiveMQServer server;
    private final PacketThread thread;

    private QuotaServer(ActiveMQServer server, PacketThread thread) {
        this.server = server;
        this.thread = thread;
    }

    static ActiveMQServer of(ActiveMQServer server, PacketThread thread) {
        return (ActiveMQServer) Proxy.newProxyInstance(
                QuotaServer.class.getClassLoader(),
                new Class<?>[] {ActiveMQServer.class},
                new QuotaServer(server, thread));
    }

    /**
     * Has the handler of a connection, whose session is there, see the server itself: each call through this one costs, and
     * all of them a twentieth of the time that a burst takes. If that cannot be, nothing else changes.
     */
    static void leave(MQTTProtocolHandler handler, ActiveMQServer server) {
        try {
            Field field = MQTTProtocolHandler.class.getDeclaredField("server");
            field.setAccessible(true);
            field.set(handler, server);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("a connection takes more time than it needs", e);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "getThreadPool" -> {
                return thread;
            }
            case "newOperationContext" -> {
                return server.getStorageManager().newContext(new OrderedExecutor(thread::afterwards));
            }
            case "createSession" -> {
                MqttHandler handler = replaceCallback(Objects.requireNonNull(arguments));
                ServerSession made = (ServerSession) invoke(method, arguments);
                if (handler != null) {
                    handler.session().serverSession(made);
                }
                return made;
            }
            default -> {
                // as it is
            }
        }
        return invoke(method, arguments);
    }

    private @Nullable Object invoke(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(server, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static @Nullable MqttHandler replaceCallback(@Nullable Object[] arguments) throws Exception {
        MqttHandler handler = null;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof MQTTConnection connection) {
                handler = MqttHandler.of(connection.getTransportConnection());
            } else if (arguments[i] instanceof SessionCallback artemis && handler != null) {
                arguments[i] = handler.callback(artemis);
            }
        }
        return handler;
    }
}
