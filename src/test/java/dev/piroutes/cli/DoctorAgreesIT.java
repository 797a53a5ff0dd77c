package dev.piroutes.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code doctor} says of a machine what {@code run} then does there, with real starts; see {@link Agreement}. */
@Tag("full")
@Timeout(180)
class DoctorAgreesIT {

    @TempDir
    Path folder;

    static Stream<Situation> situations() {
        return Stream.of(
                        SettingsSituations.all(),
                        FileSituations.all(),
                        BrokerSituations.all(),
                        ConnectionSituations.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("situations")
    void saysWhatAStartDoes(Situation situation) throws Exception {
        Agreement.require(situation, folder);
    }
}
