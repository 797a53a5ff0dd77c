package dev.piroutes.verify;

import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a class's view learns of an examination: a retained message on {@code ROOT/checkpoint/CONTRACT}, with {@code
 * {"passed":12,"failed":0,"skipped":1,"at":"2026-11-24T15:40:00Z"}}.
 */
final class Announcement {

    private Announcement() {}

    static String topic(Examined examined) {
        return examined.root() + "/checkpoint/" + examined.contract();
    }

    static String payload(Examined examined) {
        return Stream.of(Outcome.values())
                .map(outcome -> "\"" + outcome.word() + "\":" + examined.count(outcome))
                .collect(Collectors.joining(
                        ",", "{", ",\"at\":\"" + examined.at().truncatedTo(ChronoUnit.SECONDS) + "\"}"));
    }
}
