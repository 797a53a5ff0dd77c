package dev.piroutes.broker.guard;

import dev.piroutes.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/** Which topics, filters and client ids are allowed: MQTT's rules, the limits, and the names that are the broker's own. */
final class NameRules {
    private static final String SHARE = "$share/";
    private static final int SHOWN = 60;

    private final Limits limits;

    NameRules(Limits limits) {
        this.limits = limits;
    }

    /** What is wrong with a topic to publish to; {@code null}: nothing. */
    @Nullable
    Offence ofTopic(String topic) {
        if (topic.isEmpty()) {
            return new Offence(Offence.Kind.NAME, "the topic is empty", Offence.BAD_TOPIC);
        }
        return TopicFilter.hasWildcard(topic) ? wildTopic(topic) : ofEither("the topic ", topic, Offence.BAD_TOPIC);
    }

    static Offence wildTopic(String topic) {
        return new Offence(
                Offence.Kind.NAME,
                "wildcards are for subscriptions, not for the topic " + show(topic),
                Offence.BAD_TOPIC);
    }

    /** What is wrong with a filter to subscribe to; {@code null}: nothing. */
    @Nullable
    Offence ofFilter(String filter) {
        return filter.startsWith(SHARE) ? ofShared(filter) : ofPlain(filter);
    }

    private @Nullable Offence ofPlain(String filter) {
        if (filter.isEmpty()) {
            return new Offence(Offence.Kind.NAME, "the filter is empty", Offence.BAD_FILTER);
        }
        for (String level : filter.split("/", -1)) {
            if (level.length() > 1 && TopicFilter.hasWildcard(level)) {
                return new Offence(
                        Offence.Kind.NAME,
                        "a wildcard must be a level of its own, not as in " + show(filter),
                        Offence.BAD_FILTER);
            }
        }
        int all = filter.indexOf('#');
        if (all >= 0 && all < filter.length() - 1) {
            return new Offence(
                    Offence.Kind.NAME, "# must be the last level, not as in " + show(filter), Offence.BAD_FILTER);
        }
        return ofEither("the filter ", filter, Offence.BAD_FILTER);
    }

    private @Nullable Offence ofShared(String filter) {
        int end = filter.indexOf('/', SHARE.length());
        String name = end < 0 ? "" : filter.substring(SHARE.length(), end);
        if (name.isEmpty() || TopicFilter.hasWildcard(name)) {
            return new Offence(
                    Offence.Kind.NAME,
                    "a shared subscription is $share/NAME/FILTER, not " + show(filter),
                    Offence.BAD_FILTER);
        }
        return name.length() > limits.get(Limit.MAX_CLIENT_ID_LENGTH)
                ? tooLong(
                        "the name of the shared subscription ", filter, Limit.MAX_CLIENT_ID_LENGTH, Offence.BAD_FILTER)
                : ofPlain(filter.substring(end + 1));
    }

    /** What is wrong with a client id that is not empty; {@code null}: nothing. */
    @Nullable
    Offence ofClientId(String clientId) {
        if (clientId.chars().anyMatch(Character::isISOControl)) {
            return new Offence(
                    Offence.Kind.CLIENT_ID,
                    "there are control characters in the client id " + show(clientId),
                    Offence.BAD_CLIENT_ID);
        }
        return clientId.length() <= limits.get(Limit.MAX_CLIENT_ID_LENGTH)
                ? null
                : new Offence(
                        Offence.Kind.CLIENT_ID,
                        "the client id " + show(clientId) + " has " + clientId.length() + " characters, more than "
                                + Limit.MAX_CLIENT_ID_LENGTH.of(limits),
                        Offence.BAD_CLIENT_ID);
    }

    private @Nullable Offence ofEither(String which, String name, int code) {
        if (isForServers(name)) {
            return new Offence(
                    Offence.Kind.RESERVED, which + show(name) + " is the broker's own", Offence.NOT_AUTHORIZED);
        }
        if (name.length() > limits.get(Limit.MAX_TOPIC_LENGTH)) {
            return tooLong(which, name, Limit.MAX_TOPIC_LENGTH, code);
        }
        long levels = name.chars().filter(c -> c == '/').count() + 1;
        return levels <= limits.get(Limit.MAX_TOPIC_LEVELS)
                ? null
                : new Offence(
                        Offence.Kind.LIMIT,
                        which + show(name) + " has " + levels + " levels, more than "
                                + Limit.MAX_TOPIC_LEVELS.of(limits),
                        code);
    }

    private Offence tooLong(String which, String name, Limit limit, int code) {
        return new Offence(
                Offence.Kind.LIMIT, which + show(name) + " has more characters than " + limit.of(limits), code);
    }

    /**
     * Whether MQTT leaves a topic to the server: nobody means harm who publishes there, as other brokers' bridges do. No other
     * topic is the broker's own: {@link dev.piroutes.broker.session.TopicNames} keeps them all apart from Artemis's addresses.
     */
    static boolean isForServers(String topic) {
        return topic.startsWith("$");
    }

    /** The part of a filter that chooses topics. */
    static String withoutShare(String filter) {
        return filter.startsWith(SHARE) ? filter.substring(filter.indexOf('/', SHARE.length()) + 1) : filter;
    }

    /** The filter for Artemis. */
    static String encodeShare(String filter) {
        if (!filter.startsWith(SHARE)) {
            return filter;
        }
        int end = filter.indexOf('/', SHARE.length());
        return SHARE + ClientIds.encodeGroup(filter.substring(SHARE.length(), end)) + filter.substring(end);
    }

    /** For the log: no line of it can be forged or filled by a client. */
    static String show(String name) {
        String cut = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...";
        StringBuilder shown = new StringBuilder("\"");
        cut.chars()
                .forEach(c -> shown.append(
                        Character.isISOControl(c) || c == '\u2028' || c == '\u2029'
                                ? String.format("\\u%04x", c)
                                : (char) c));
        return shown.append('"').toString();
    }
}
