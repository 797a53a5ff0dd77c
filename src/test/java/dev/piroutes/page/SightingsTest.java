package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SightingsTest {

    private static final String STATUS = "csc2106/devB/status";

    private final Sightings sightings = new Sightings();

    @Test
    void heardOfByItsStatusAndByWhatItSaysBesideIt() {
        sightings.message("csc2106/devB/event", false, 1);
        assertThat(sightings.of(STATUS)).as("a device without a status is none").isNull();

        sightings.message(STATUS, false, 2);
        assertThat(sightings.of(STATUS)).isEqualTo(2);
        sightings.message("csc2106/devB/sensor/light", false, 3);
        assertThat(sightings.of(STATUS)).isEqualTo(3);
    }

    @Test
    void notHeardOfByWhatOthersSay() {
        sightings.message(STATUS, false, 1);

        sightings.message("csc2106/devB/cmd", false, 2);
        sightings.message("csc2106/devB/lamp/set", false, 3);
        sightings.message("csc2106/devA/status", false, 4);
        sightings.message("csc2106/devBx/event", false, 5);

        assertThat(sightings.of(STATUS)).isEqualTo(1);
    }

    @Test
    void forgottenWithItsStatus() {
        sightings.message(STATUS, false, 1);
        sightings.message(STATUS, true, 2);

        assertThat(sightings.of(STATUS)).isNull();
    }
}
