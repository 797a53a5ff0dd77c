package dev.piroutes.broker;

import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT says, for tests that want it otherwise than {@link WireClient#connect} has it.
 *
 * @param version 4: MQTT 3.1.1; 5: MQTT 5
 */
record Connect(
        int version,
        String clientId,
        @Nullable String user,
        @Nullable String password,
        @Nullable String willTopic,
        boolean clean) {

    Connect(int version, String clientId, @Nullable String user, @Nullable String password, @Nullable String will) {
        this(version, clientId, user, password, will, true);
    }

    static Connect of(int version, String clientId, String user, String password) {
        return new Connect(version, clientId, user, password, null);
    }

    Connect withWill(String topic) {
        return new Connect(version, clientId, user, password, topic);
    }

    Connect keepingSession() {
        return new Connect(version, clientId, user, password, willTopic, false);
    }

    /** Behind the fixed header. */
    byte[] body() {
        return WireClient.bytes(o -> {
            o.writeUTF("MQTT");
            o.writeByte(version);
            o.writeByte((clean ? 2 : 0)
                    | (willTopic != null ? 4 : 0)
                    | (password != null ? 0x40 : 0)
                    | (user != null ? 0x80 : 0));
            o.writeShort(60);
            properties(o);
            o.writeUTF(clientId);
            if (willTopic != null) {
                properties(o);
                o.writeUTF(willTopic);
                o.writeUTF("offline");
            }
            if (user != null) {
                o.writeUTF(user);
            }
            if (password != null) {
                o.writeUTF(password);
            }
        });
    }

    private void properties(java.io.DataOutputStream o) throws java.io.IOException {
        if (version == 5) {
            o.writeByte(0);
        }
    }
}
