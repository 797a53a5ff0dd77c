package dev.piroutes.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "csc2106/led/cmd", "a/+/b/#", "#", "+", "Grüße/20 °C", "a-b_c'd\"e,f"})
    void leavesAloneWhatMeansNothingToArtemis(String topic) {
        assertThat(TopicNames.encode(topic)).isSameAs(topic);
        assertThat(TopicNames.decode(topic)).isSameAs(topic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                ".",
                "..",
                "a\\b",
                "\\.",
                "*",
                "a/*/b",
                "::",
                "fe80::1/x",
                "/",
                "//",
                "/a",
                "a/",
                "a//b",
                "+/",
                "/#",
                "\ue000",
                "\ue001",
                "a\ue008b",
                "\ue000\ue001.",
                "\ue010",
                "a\nb",
                "\r/\u0085",
                "a/\u2028/\u2029",
                "\ue00a\ue00b",
                "DLQ",
                "ExpiryQueue",
                "activemq",
                "activemq/management",
                "activemq/#",
                "activemq//x"
            })
    void comesBackAsItWas(String topic) {
        String encoded = TopicNames.encode(topic);

        assertThat(encoded)
                .doesNotContain(".", "\\", "*", ":", "//")
                .doesNotStartWith("activemq")
                .isNotIn("DLQ", "ExpiryQueue");
        // As Artemis's address settings are compared, by a regular expression.
        assertThat(encoded).matches(".*");
        assertThat(encoded).doesNotStartWith("/").doesNotEndWith("/");
        assertThat(TopicNames.decode(encoded)).isEqualTo(topic);
    }

    @Test
    void keepsEveryTwoTopicsApart() {
        Random random = new Random(1);
        String alphabet = "a/.\\*:\n\u2029\ue00a\ue000\ue001\ue004\ue008";
        Set<String> topics = new HashSet<>();
        Set<String> encoded = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder topic = new StringBuilder();
            for (int c = random.nextInt(6); c >= 0; c--) {
                topic.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            topics.add(topic.toString());
            encoded.add(TopicNames.encode(topic.toString()));
            assertThat(TopicNames.decode(TopicNames.encode(topic.toString()))).isEqualTo(topic.toString());
        }
        assertThat(encoded).hasSameSizeAs(topics);
    }

    @Test
    void keepsTheWildcardsOfAFilter() {
        assertThat(TopicNames.encode("a.b/+//#").split("/")).hasSize(4).contains("+", "#");
    }

    @Test
    void marksTheGroupOfASharedSubscription() {
        String encoded = TopicNames.encode("$share/x.y/a.b/#");

        assertThat(encoded).startsWith("$share/").endsWith("/#").doesNotContain(".");
        assertThat(encoded.split("/")[1]).isNotEqualTo(TopicNames.encode("x.y"));
        assertThat(TopicNames.decode(encoded)).isEqualTo("$share/x.y/a.b/#");
    }
}
