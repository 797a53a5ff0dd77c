package dev.piroutes.broker.mqtt;

/** Is told of messages as they pass, by {@link MqttGuardPlugin#listen}. */
@FunctionalInterface
public interface PublishListener {
    /** Bytes of a payload that it is given at most. */
    int MOST_BYTES = 2048;

    /**
     * A message: a client's, or its will. Called on the thread that handles the message, and keeps it waiting: it must return at
     * once.
     *
     * @param beginning the payload, or its first {@value #MOST_BYTES} bytes
     * @param size bytes of the whole payload
     * @param retained the flag as it was published
     */
    void published(String topic, byte[] beginning, int size, int qos, boolean retained);
}
