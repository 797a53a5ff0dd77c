package dev.piroutes.broker.pair;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ClusterConnectMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Lets only the other node use Artemis's own protocol, on the pair's port. Artemis would check user and password only where
 * its security is on, which for MQTT it need not be; MQTT does not come through here.
 */
final class PairGate implements Interceptor {
    private final PairLog log = new PairLog(LoggerFactory.getLogger(PairGate.class));
    private final String user;
    private final byte[] password;

    PairGate(String user, String password) {
        this.user = user;
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        boolean passes = true;
        if (packet instanceof ClusterConnectMessage connect) {
            passes = isPeer(connect.getClusterUser(), connect.getClusterPassword());
        } else if (packet instanceof CreateSessionMessage session) {
            passes = isPeer(session.getUsername(), session.getPassword());
        }
        if (!passes) {
            String address = String.valueOf(connection.getRemoteAddress());
            log.error(
                    "pair     refused {} on the pair's port: it does not know pair.password",
                    address.substring(0, Math.max(0, address.lastIndexOf(':'))));
            connection.destroy();
        }
        return passes;
    }

    private boolean isPeer(@Nullable String givenUser, @Nullable String givenPassword) {
        return user.equals(givenUser)
                && givenPassword != null
                && MessageDigest.isEqual(givenPassword.getBytes(StandardCharsets.UTF_8), password);
    }
}
