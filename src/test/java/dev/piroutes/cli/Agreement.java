package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.cli.Scene.Run;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Severity;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code doctor} says of a situation, and what {@code run} then does: what a start refuses, doctor fails, in the same words;
 * what a start waits for, it fails or warns of; what a start takes, it does not fail.
 */
final class Agreement {

    /** What keeps a part of a program that runs from working, in its log. */
    private static final List<String> WAITING = List.of("trying again until it works", "nobody is let in");

    private Agreement() {}

    static void require(Situation situation, Path folder) throws Exception {
        try (Scene scene = new Scene(folder)) {
            situation.setup().make(scene);
            String words = situation.words();

            List<Finding> doctor = scene.doctor();
            Run run = scene.run(situation.does() == Situation.Does.WAITS ? words : "");

            String both = "doctor: " + doctor + "\nrun: " + run;
            switch (situation.does()) {
                case REFUSES -> {
                    assertThat(run.refused()).as(both).contains(words);
                    assertThat(bad(doctor, true)).as(both).anyMatch(line -> line.contains(words));
                }
                case WAITS -> {
                    assertThat(run.refused()).as(both).isNull();
                    assertThat(run.says(words)).as(both).isTrue();
                    assertThat(bad(doctor, false)).as(both).anyMatch(line -> line.contains(words));
                }
                case RUNS -> {
                    assertThat(run.refused()).as(both).isNull();
                    assertThat(run.log()).as(both).noneMatch(Agreement::waits);
                    assertThat(bad(doctor, true)).as(both).isEmpty();
                    assertThat(doctor).as(both).anyMatch(finding -> finding.message()
                            .contains(words));
                }
            }
            assertThat(bad(doctor, false)).as("said once").doesNotHaveDuplicates();
            if (situation.checked()) {
                assertThat(bad(scene.check(), true)).as(both).anyMatch(line -> line.contains(words));
            }
            assertThat(both).doesNotContain("Exception", ": null", "sec@ret", "ret@pi");
        }
    }

    private static boolean waits(String line) {
        return WAITING.stream().anyMatch(line::contains);
    }

    /** @param errors without warnings */
    private static List<String> bad(List<Finding> doctor, boolean errors) {
        return doctor.stream()
                .filter(finding -> finding.isError() || !errors && finding.severity() == Severity.WARNING)
                .map(Finding::message)
                .toList();
    }
}
