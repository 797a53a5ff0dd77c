package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RightsTest {

    @Test
    void leavesOutWhatAnotherCovers() {
        assertThat(Rights.of(List.of("a/b", "a/#", "c"), List.of("a/b")).read()).containsExactly("a/#", "c");
    }
}
