package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.WireClient.Connect;
import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.broker.WireClient.Will;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;

/**
 * What a broker owes its clients of retained messages, case by case. Each is prepared, and then checked: at once, or after
 * whatever happened to the broker in between. They keep to topics of their own, so all can be prepared on one broker.
 */
final class RetainedCases {
    private static final String END = "the end";

    private RetainedCases() {}

    /** A broker, and the topics of one case on it. */
    record Scene(int port, int version, String root) {
        String topic(String rest) {
            return rest.isEmpty() ? root : root + "/" + rest;
        }

        Scene at(String otherRoot) {
            return new Scene(port, version, otherRoot);
        }

        WireClient client(String name) {
            WireClient client = new WireClient(port, version);
            client.connect(new Connect(id(name), true));
            return client;
        }

        String id(String name) {
            return root.replaceAll("[^A-Za-z0-9]", "-") + "-" + name;
        }

        void retain(String topic, String payload) {
            publish(1, true, topic, payload);
        }

        void publish(int qos, boolean retain, String topic, String payload) {
            try (WireClient publisher = client("publisher")) {
                publisher.publish(false, qos, retain, topic(topic), 1, payload);
                if (qos == 1) {
                    publisher.awaitPuback(1);
                } else if (qos == 2) {
                    publisher.awaitPubrec(1);
                    publisher.pubrel(1);
                    publisher.awaitPubcomp(1);
                } else {
                    publisher.ping();
                    // Nothing says that a QoS 0 message is stored; an acknowledged one behind it does.
                    publisher.publishAcked(topic("stored"), 2, "");
                }
                publisher.disconnect();
            }
        }

        /** What a new subscriber gets of this case's topics, until a message that is sent to {@code reachable} now. */
        List<Publish> subscribe(String filter, int options, String reachable) {
            try (WireClient subscriber = client("subscriber")) {
                subscriber.subscribe(filter, options);
                return untilTheEnd(subscriber, reachable);
            }
        }

        List<Publish> untilTheEnd(WireClient subscriber, String reachable) {
            try (WireClient other = client("end")) {
                other.publishAcked(reachable, 1, END);
            }
            List<Publish> received = new ArrayList<>();
            for (Publish next = subscriber.receive(); !next.payload().equals(END); next = subscriber.receive()) {
                if (next.qos() == 1) {
                    subscriber.puback(next.id());
                }
                if (next.topic().equals(root) || next.topic().startsWith(root + "/")) {
                    received.add(next);
                }
            }
            return received;
        }

        /** "topic=payload" of the retained messages that the filter matches, below the root. */
        List<String> retained(String filter, String reachable) {
            return subscribe(topic(filter), 1, topic(reachable)).stream()
                    .peek(publish -> assertThat(publish.retain())
                            .as("retain flag of %s", publish)
                            .isTrue())
                    .map(publish -> publish.topic()
                                    .substring(Math.min(
                                            root.length() + 1, publish.topic().length())) + "=" + publish.payload())
                    .toList();
        }
    }

    /** @param versions those of MQTT for which it says something */
    record Case(String name, List<Integer> versions, Consumer<Scene> prepare, Consumer<Scene> verify) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> all() {
        return Stream.of(matching(), replacing(), quality(), names(), clients(), subscriptions(), mqtt5())
                .flatMap(cases -> cases)
                .toList();
    }

    private static Case both(String name, Consumer<Scene> prepare, Consumer<Scene> verify) {
        return new Case(name, List.of(4, 5), prepare, verify);
    }

    private static Case five(String name, Consumer<Scene> prepare, Consumer<Scene> verify) {
        return new Case(name, List.of(5), prepare, verify);
    }

    private static Case match(String name, List<String> topics, String filter, String... expected) {
        return both(name, s -> topics.forEach(topic -> s.retain(topic, "v")), s -> assertThat(
                        s.retained(filter, topics.get(0)))
                .containsExactlyInAnyOrder(
                        Stream.of(expected).map(t -> t + "=v").toArray(String[]::new)));
    }

    private static Stream<Case> matching() {
        return Stream.of(
                match("topic itself", List.of("a"), "a", "a"),
                match("+ at the end", List.of("a", "b", "a/b"), "+", "a", "b"),
                match("+ in the middle", List.of("a/x/c", "a/c", "a/y/c"), "a/+/c", "a/x/c", "a/y/c"),
                match("a/# matches what is below a", List.of("a/b", "a/b/c", "ab"), "a/#", "a/b", "a/b/c"),
                match("a/# matches a", List.of("a", "ab"), "a/#", "a"),
                match("+/# matches a and below", List.of("a", "a/b", "a/b/c"), "+/#", "a", "a/b", "a/b/c"),
                both("# matches it", s -> s.retain("a/b", "v"), s -> assertThat(s.subscribe("#", 1, s.topic("end")))
                        .extracting(Publish::topic)
                        .containsExactly(s.topic("a/b"))),
                both("+ in front matches it", s -> s.retain("a", "v"), s -> assertThat(
                                s.subscribe(s.topic("a").replaceFirst("^[^/]+", "+"), 1, s.topic("a")))
                        .extracting(Publish::topic)
                        .containsExactly(s.topic("a"))),
                both("another topic does not get it", s -> s.retain("a", "v"), s -> {
                    assertThat(s.retained("ab", "ab")).isEmpty();
                    assertThat(s.retained("A", "A")).isEmpty();
                    assertThat(s.retained("a/b", "a/b")).isEmpty();
                    assertThat(s.retained("a/+", "a/b")).isEmpty();
                }));
    }

    private static final String LARGE = "large ".repeat(20_000) + "end";

    private static Stream<Case> replacing() {
        return Stream.of(
                both("a large value", s -> s.retain("a", LARGE), s -> assertThat(s.retained("+", "a"))
                        .containsExactly("a=" + LARGE)),
                both(
                        "a large value takes the place of a small one",
                        s -> {
                            s.retain("a", "v");
                            s.retain("a", LARGE);
                        },
                        s -> assertThat(s.retained("a", "a")).containsExactly("a=" + LARGE)),
                both(
                        "a small value takes the place of a large one",
                        s -> {
                            s.retain("a", LARGE);
                            s.retain("a", "v");
                        },
                        s -> assertThat(s.retained("a", "a")).containsExactly("a=v")),
                both(
                        "an empty payload clears a large one",
                        s -> {
                            s.retain("a", LARGE);
                            s.retain("a", "");
                        },
                        s -> assertThat(s.retained("#", "a")).isEmpty()),
                both(
                        "the last value counts",
                        s -> IntStream.range(0, 5).forEach(i -> s.retain("a", "v" + i)),
                        s -> assertThat(s.retained("a", "a")).containsExactly("a=v4")),
                both(
                        "an empty payload clears it",
                        s -> {
                            s.retain("a", "v");
                            s.retain("a", "");
                        },
                        s -> assertThat(s.retained("#", "a")).isEmpty()),
                both(
                        "an empty payload of QoS 0 clears it",
                        s -> {
                            s.retain("a", "v");
                            s.publish(0, true, "a", "");
                        },
                        s -> assertThat(s.retained("a", "a")).isEmpty()),
                both("clearing what is not there", s -> s.retain("a", ""), s -> assertThat(s.retained("a", "a"))
                        .isEmpty()),
                both(
                        "set again after clearing",
                        s -> {
                            s.retain("a", "v");
                            s.retain("a", "");
                            s.retain("a", "w");
                        },
                        s -> assertThat(s.retained("a", "a")).containsExactly("a=w")),
                both(
                        "a message that is not to be retained changes nothing",
                        s -> {
                            s.retain("a", "v");
                            s.publish(1, false, "a", "w");
                            s.publish(1, false, "b", "w");
                        },
                        s -> assertThat(s.retained("#", "a")).containsExactly("a=v")),
                both(
                        "an empty message that is not to be retained clears nothing",
                        s -> {
                            s.retain("a", "v");
                            s.publish(1, false, "a", "");
                        },
                        s -> assertThat(s.retained("a", "a")).containsExactly("a=v")));
    }

    private static Case quality(int published, int subscribed, int expected) {
        return both(
                "QoS " + published + " to a subscriber of QoS " + subscribed,
                s -> s.publish(published, true, "a", "v"),
                s -> assertThat(s.subscribe(s.topic("a"), subscribed, s.topic("a")))
                        .extracting(Publish::payload, Publish::qos, Publish::retain)
                        .containsExactly(Tuple.tuple("v", expected, true)));
    }

    private static Stream<Case> quality() {
        return Stream.of(
                quality(0, 0, 0),
                quality(0, 1, 0),
                quality(1, 0, 0),
                quality(1, 1, 1),
                quality(2, 1, 1),
                quality(2, 2, 2));
    }

    private static Case name(String topic) {
        return both(
                "topic level " + topic.replace("\ue001", "U+E001"),
                s -> {
                    s.retain(topic, "v");
                    s.retain("x/" + topic + "/y", "v");
                },
                s -> {
                    assertThat(s.retained(topic, topic)).containsExactly(topic + "=v");
                    assertThat(s.retained("x/+/y", "x/z/y")).containsExactly("x/" + topic + "/y=v");
                    assertThat(s.retained("#", "x")).hasSize(2);
                });
    }

    private static Stream<Case> names() {
        return Stream.of(
                name("a.b"),
                name("*"),
                name("a\\b"),
                name("\\."),
                name("fe80:0:1"),
                name("20 °C 日本"),
                name("it's"),
                name("\ue001"),
                match("empty levels", List.of("a//b", "a/", "a/b"), "a/+/b", "a//b"),
                match("an empty level at the end", List.of("a/", "a"), "a/+", "a/"),
                both("an empty level in front", s -> s.at("/" + s.root).retain("a", "v"), s -> {
                    Scene slashed = s.at("/" + s.root);
                    assertThat(slashed.retained("a", "a")).containsExactly("a=v");
                    assertThat(s.retained("#", "a")).isEmpty();
                }));
    }

    private static Stream<Case> clients() {
        return Stream.of(
                both("its publisher has gone and come back", s -> s.retain("a", "v"), s -> {
                    s.client("publisher").disconnect();
                    assertThat(s.retained("a", "a")).containsExactly("a=v");
                }),
                both(
                        "its publisher was taken over",
                        s -> {
                            try (WireClient first = s.client("one")) {
                                first.retain(s.topic("a"), "v");
                                s.client("one").disconnect();
                            }
                        },
                        s -> assertThat(s.retained("a", "a")).containsExactly("a=v")),
                both(
                        "a will that is to be retained",
                        s -> {
                            WireClient client = new WireClient(s.port, s.version);
                            client.connect(new Connect(s.id("dying"), true)
                                    .will(new Will(s.topic("a"), "offline", 1, true, new Properties5())));
                            try (WireClient watcher = s.client("watcher")) {
                                watcher.subscribe(s.topic("a"), 0);
                                client.cut();
                                assertThat(watcher.receive().payload()).isEqualTo("offline");
                            }
                            // Stored before what is acknowledged after it.
                            s.publish(1, false, "stored", "");
                        },
                        s -> assertThat(s.retained("a", "a")).containsExactly("a=offline")),
                both(
                        "a session that was away while it changed",
                        s -> {
                            s.retain("a", "v");
                            try (WireClient away = new WireClient(s.port, s.version)) {
                                away.connect(new Connect(s.id("away"), false).expiry(3600));
                                away.subscribe(s.topic("a"), 1);
                                away.puback(away.receive().id());
                                away.disconnect();
                            }
                            s.retain("a", "w");
                        },
                        s -> {
                            try (WireClient back = new WireClient(s.port, s.version)) {
                                assertThat(back.connect(new Connect(s.id("away"), false).expiry(3600))
                                                .sessionPresent())
                                        .isTrue();
                                // Live when it was published: no retain flag.
                                assertThat(s.untilTheEnd(back, s.topic("a")))
                                        .extracting(Publish::payload, Publish::retain)
                                        .containsExactly(Tuple.tuple("w", false));
                                back.subscribe(s.topic("a"), 1);
                                assertThat(s.untilTheEnd(back, s.topic("a")))
                                        .extracting(Publish::payload, Publish::retain)
                                        .containsExactly(Tuple.tuple("w", true));
                            }
                        }));
    }

    private static Stream<Case> subscriptions() {
        return Stream.of(
                both("a live message has no retain flag", s -> {}, s -> {
                    try (WireClient live = s.client("live")) {
                        live.subscribe(s.topic("a"), 1);
                        s.retain("a", "v");
                        assertThat(s.untilTheEnd(live, s.topic("a")))
                                .extracting(Publish::payload, Publish::retain)
                                .containsExactly(Tuple.tuple("v", false));
                    }
                }),
                both("subscribed again, sent again", s -> s.retain("a", "v"), s -> {
                    try (WireClient again = s.client("again")) {
                        again.subscribe(s.topic("#"), 1);
                        again.subscribe(s.topic("#"), 1);
                        assertThat(s.untilTheEnd(again, s.topic("a")))
                                .extracting(Publish::payload)
                                .containsExactly("v", "v");
                    }
                }),
                both("unsubscribed and subscribed, sent again", s -> s.retain("a", "v"), s -> {
                    try (WireClient again = s.client("again")) {
                        again.subscribe(s.topic("#"), 0);
                        assertThat(again.receive().payload()).isEqualTo("v");
                        again.unsubscribe(s.topic("#"));
                        again.subscribe(s.topic("#"), 0);
                        assertThat(s.untilTheEnd(again, s.topic("a")))
                                .extracting(Publish::payload)
                                .containsExactly("v");
                    }
                }),
                both("overlapping subscriptions get it each", s -> s.retain("a", "v"), s -> {
                    try (WireClient both = s.client("both")) {
                        both.subscribe(s.topic("a"), 0);
                        both.subscribe(s.topic("#"), 0);
                        assertThat(both.receive(2))
                                .extracting(Publish::payload, Publish::retain)
                                .containsOnly(Tuple.tuple("v", true));
                    }
                }),
                both("100 KB", s -> s.retain("a", "x".repeat(100_000)), s -> assertThat(s.retained("a", "a"))
                        .containsExactly("a=" + "x".repeat(100_000))),
                both(
                        "2,000 topics",
                        s -> {
                            try (WireClient publisher = s.client("publisher")) {
                                for (int i = 0; i < 2_000; i++) {
                                    publisher.publish(false, 1, true, s.topic("many/" + i), i + 1, "v" + i);
                                }
                                for (int i = 0; i < 2_000; i++) {
                                    publisher.awaitPuback(i + 1);
                                }
                            }
                        },
                        s -> assertThat(s.retained("many/+", "many/0"))
                                .hasSize(2_000)
                                .contains("many/0=v0", "many/1999=v1999")));
    }

    private static final int RETAIN_AS_PUBLISHED = 8;
    private static final int NO_LOCAL = 4;
    private static final int ONLY_IF_NEW = 0x10;
    private static final int NEVER = 0x20;

    private static Stream<Case> mqtt5() {
        return Stream.of(
                five(
                        "retain handling 1: a new subscription gets it, a repeated one does not",
                        s -> s.retain("a", "v"),
                        s -> {
                            try (WireClient client = s.client("handling")) {
                                client.subscribe(s.topic("a"), 1 | ONLY_IF_NEW);
                                client.subscribe(s.topic("a"), 1 | ONLY_IF_NEW);
                                assertThat(s.untilTheEnd(client, s.topic("a"))).hasSize(1);
                            }
                        }),
                five("retain handling 2: never", s -> s.retain("a", "v"), s -> assertThat(
                                s.subscribe(s.topic("a"), 1 | NEVER, s.topic("a")))
                        .isEmpty()),
                five("retain as published: a live one keeps its flag", s -> {}, s -> {
                    try (WireClient live = s.client("live")) {
                        live.subscribe(s.topic("#"), 1 | RETAIN_AS_PUBLISHED);
                        s.retain("a", "v");
                        s.publish(1, false, "a", "w");
                        assertThat(s.untilTheEnd(live, s.topic("a")))
                                .extracting(Publish::payload, Publish::retain)
                                .containsExactly(Tuple.tuple("v", true), Tuple.tuple("w", false));
                    }
                }),
                five("no local: not one's own", s -> s.retain("a", "v"), s -> {
                    try (WireClient own = s.client("publisher")) {
                        own.subscribe(s.topic("a"), 1 | NO_LOCAL);
                        assertThat(s.untilTheEnd(own, s.topic("a"))).isEmpty();
                    }
                    assertThat(s.subscribe(s.topic("a"), 1 | NO_LOCAL, s.topic("a")))
                            .hasSize(1);
                }),
                five("a shared subscription gets none", s -> s.retain("a", "v"), s -> assertThat(
                                s.subscribe("$share/" + s.id("group") + "/" + s.topic("a"), 1, s.topic("a")))
                        .isEmpty()),
                five(
                        "its properties come with it",
                        s -> {
                            try (WireClient publisher = s.client("publisher")) {
                                publisher.publish(
                                        false,
                                        1,
                                        true,
                                        s.topic("a"),
                                        1,
                                        "v",
                                        new Properties5()
                                                .text(Properties5.CONTENT_TYPE, "text/plain")
                                                .text(Properties5.RESPONSE_TOPIC, "x.y/*")
                                                .text(Properties5.CORRELATION_DATA, "42")
                                                .user("unit", "°C")
                                                .user("unit", "K"));
                                publisher.awaitPuback(1);
                            }
                        },
                        s -> assertThat(s.subscribe(s.topic("a"), 1, s.topic("a"))
                                        .get(0)
                                        .properties())
                                .containsEntry(Properties5.CONTENT_TYPE, List.of("text/plain"))
                                .containsEntry(Properties5.RESPONSE_TOPIC, List.of("x.y/*"))
                                .containsEntry(Properties5.CORRELATION_DATA, List.of("42"))
                                .containsEntry(Properties5.USER, List.of("unit=°C", "unit=K"))),
                five(
                        "it expires",
                        s -> {
                            try (WireClient publisher = s.client("publisher")) {
                                publisher.publish(false, 1, true, s.topic("short"), 1, "v", expiry(1));
                                publisher.awaitPuback(1);
                                publisher.publish(false, 1, true, s.topic("long"), 2, "v", expiry(1_000));
                                publisher.awaitPuback(2);
                            }
                        },
                        s -> await().atMost(Duration.ofSeconds(10))
                                .untilAsserted(
                                        () -> assertThat(s.retained("#", "end")).containsExactly("long=v"))),
                five("with the subscription's identifier", s -> s.retain("a", "v"), s -> {
                    try (WireClient client = s.client("identifier")) {
                        client.subscribe(s.topic("#"), 0, new Properties5().length(Properties5.SUBSCRIPTION_ID, 300));
                        assertThat(client.receive().properties())
                                .containsEntry(Properties5.SUBSCRIPTION_ID, List.of(300));
                    }
                }),
                five(
                        "published under a topic alias",
                        s -> {
                            Properties5 alias = new Properties5().u16(Properties5.TOPIC_ALIAS, 1);
                            try (WireClient publisher = s.client("publisher")) {
                                publisher.publish(false, 1, true, s.topic("a.b"), 1, "v", alias);
                                publisher.awaitPuback(1);
                                publisher.publish(false, 1, true, "", 2, "w", alias);
                                publisher.awaitPuback(2);
                            }
                        },
                        s -> assertThat(s.retained("a.b", "a.b")).containsExactly("a.b=w")));
    }

    private static Properties5 expiry(int seconds) {
        return new Properties5().u32(Properties5.MESSAGE_EXPIRY, seconds);
    }
}
