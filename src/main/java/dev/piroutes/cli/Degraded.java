package dev.piroutes.cli;

import dev.piroutes.files.SetAside;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person has to look at although the program runs. */
final class Degraded {
    /** Where state is by default: outboxes, the broker's data, states of outputs, ids of commands. */
    private static final Path DATA = Path.of("data");

    private Degraded() {}

    /**
     * A line for each thing.
     *
     * @param problems of the broker, if it is in this process
     * @param files of state that are where no setting says
     */
    static List<String> of(Settings settings, List<String> problems, List<Path> files) {
        List<String> degraded = new ArrayList<>(problems);
        Stream.concat(setAside(settings).stream(), files.stream().flatMap(file -> SetAside.of(file).stream()))
                .distinct()
                .map(Degraded::line)
                .forEach(degraded::add);
        return degraded;
    }

    /** Damaged files that nobody has looked at yet. */
    static List<Path> setAside(Settings settings) {
        Stream<@Nullable String> folders = Stream.of(
                settings.get(Setting.OUTBOX_DIR),
                settings.get(Setting.BROKER_DATA),
                settings.get(Setting.VARIABLES_DIR),
                settings.property("camel.component.gpio.state-dir"));
        return SetAside.in(
                Stream.concat(Stream.of(DATA), folders.filter(Objects::nonNull).map(Path::of))
                        .toList());
    }

    static String line(Path setAside) {
        return setAside + " was damaged and is set aside: look at it, then delete it or move it elsewhere";
    }
}
