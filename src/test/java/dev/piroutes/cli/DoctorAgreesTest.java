package dev.piroutes.cli;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code doctor} refuses the settings that {@code run} refuses, in the same words; the rest is in {@link DoctorAgreesIT}. */
class DoctorAgreesTest {

    @TempDir
    Path folder;

    static Stream<Situation> settings() {
        return SettingsSituations.all().stream().filter(situation -> situation.does() == Situation.Does.REFUSES);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatARunRefusesDoctorFails(Situation situation) throws Exception {
        Agreement.require(situation, folder);
    }
}
