package dev.piroutes.mqtt;

import dev.piroutes.topic.TopicFilter;
import org.eclipse.paho.client.mqttv3.MqttTopic;

/** MQTT's rules for topic names and topic filters. */
public final class Topics {

    private Topics() {}

    /**
     * Checks a topic to publish to.
     *
     * @throws IllegalArgumentException if it is empty, has a wildcard or a forbidden character, or is longer than 65,535 bytes
     */
    public static void requireName(String topic) {
        if (TopicFilter.hasWildcard(topic)) {
            throw new IllegalArgumentException(
                    "a topic to publish to has no wildcards (+ and # are for subscriptions), but was \"" + topic
                            + "\"");
        }
        requireFilter(topic);
        String problem = PublishRules.topicProblem(topic);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * Checks a filter to subscribe to.
     *
     * @throws IllegalArgumentException if it is empty or too long, has NUL, or a wildcard where none may be
     */
    public static void requireFilter(String filter) {
        if (filter.isBlank()) {
            throw new IllegalArgumentException("the topic is missing: write paho:the/topic");
        }
        try {
            MqttTopic.validate(filter, true);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + filter
                            + "\" is no topic: + stands for one whole level, # for all the rest and comes last, as in a/+/b or a/#");
        }
    }
}
