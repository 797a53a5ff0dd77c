package dev.piroutes.verify;

import dev.piroutes.files.Reason;
import dev.piroutes.net.Url;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An examination as a command line asks for it: that of {@link Main}, and that of {@code pi-routes verify}.
 *
 * @param host the address where devices connect; null: not given
 * @param port the port there; 0: any free one
 * @param broker the broker behind; null: not given
 * @param roots one for each device; empty: the one that the contract names
 * @param ask whether there is a person to press and stop; null: only if there are no buttons that can be pressed without one
 * @param announce whether results are published at the broker
 */
public record VerifyOptions(
        @Nullable String host,
        int port,
        @Nullable InetSocketAddress broker,
        List<String> roots,
        @Nullable Boolean ask,
        boolean announce,
        Selection selection,
        @Nullable Path junit,
        @Nullable Path html) {

    /** What can be asked for. */
    public enum Option {
        PORT("PORT", "Where devices connect; 0: any free one. Default: 1884."),
        HOST("ADDRESS", "The address there; 0.0.0.0: every network. Default: 127.0.0.1."),
        BROKER("URL", "The broker behind, tcp://HOST:PORT, anonymous. It has no default."),
        ROOT("TOPICS", "The device's root; several: csc2106/g01..g30. Default: the contract's."),
        ASK("true|false", "Whether there is a person to press and stop. Default: true."),
        ONLY("CHECK[,CHECK…]", "Make these checks only."),
        SKIP("CHECK[,CHECK…]", "Leave these checks out."),
        ANNOUNCE(
                "true|false",
                "Publish the result at the broker, retained, on ROOT/checkpoint/CONTRACT. Default: true."),
        JUNIT("FILE", "Write the results as JUnit's XML, too."),
        HTML("FILE", "Write the results as a page, too.");

        private final String label;
        private final String description;

        Option(String label, String description) {
            this.label = label;
            this.description = description;
        }

        /** As it is written: {@code --port}. */
        public String flag() {
            return "--" + name().toLowerCase(Locale.ROOT);
        }

        /** What its value is. */
        public String label() {
            return label;
        }

        /** What it does, in a sentence, and its default. */
        public String description() {
            return description;
        }
    }

    /**
     * Reads what a command line gives.
     *
     * @throws IllegalArgumentException in one line: which option is wrong, what would be right
     */
    public static VerifyOptions of(Map<Option, String> given) {
        String roots = given.get(Option.ROOT);
        String url = given.get(Option.BROKER);
        Boolean announce = flag(given, Option.ANNOUNCE);
        return new VerifyOptions(
                given.get(Option.HOST),
                port(given.getOrDefault(Option.PORT, "1884")),
                url == null ? null : broker(url),
                roots == null ? List.of() : Roots.of(roots),
                flag(given, Option.ASK),
                announce == null ? url != null : announce,
                new Selection(names(given, Option.ONLY), names(given, Option.SKIP)),
                file(given, Option.JUNIT),
                file(given, Option.HTML));
    }

    private static int port(String port) {
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("--port must be a port from 0 to 65535, but was \"" + port + "\"");
        }
        return Integer.parseInt(port);
    }

    private static InetSocketAddress broker(String url) {
        return Url.ofBroker(url)
                .filter(broker -> broker.scheme().equals("tcp"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "--broker must be an address like tcp://192.168.1.10:1883, but was \"" + Url.withoutUser(url)
                                + "\""))
                .address()
                .toSocketAddress();
    }

    private static List<String> names(Map<Option, String> given, Option option) {
        return Arrays.stream(given.getOrDefault(option, "").split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static @Nullable Boolean flag(Map<Option, String> given, Option option) {
        String value = given.get(option);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(option.flag() + " must be true or false, but was \"" + value + "\"");
        }
        return value == null ? null : Boolean.valueOf(value);
    }

    private static @Nullable Path file(Map<Option, String> given, Option option) {
        String file = given.get(option);
        return file == null ? null : Path.of(file);
    }

    /**
     * A contract, for each root.
     *
     * @throws ContractException with all that is wrong in it
     * @throws IllegalArgumentException in one line, if it has no such check as is asked for
     */
    public List<Contract> contracts(RouteSource source) throws ContractException {
        List<Contract> contracts = Contracts.of(source, roots);
        selection.fault(Examination.checks(contracts.get(0))).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return contracts;
    }

    /**
     * Examines the devices; progress and report are printed, other reports written.
     *
     * @param listen where devices connect
     * @param shown its host as a device's program needs it
     * @param broker what stands behind
     * @param buttons those that can be pressed without a person, or null
     * @return whether all have passed
     * @throws IllegalArgumentException in one line, if a report cannot be written
     */
    public boolean examine(
            List<Contract> contracts,
            InetSocketAddress listen,
            String shown,
            InetSocketAddress broker,
            @Nullable SimulatedButtons buttons,
            PrintStream out)
            throws VerifyException, InterruptedException {
        ConsoleProgress progress = new ConsoleProgress(out, contracts.size());
        Person person = new Person(progress::prompt, ask == null ? buttons == null : ask, buttons);
        try (Verifier verifier = new Verifier(listen, broker, contracts)) {
            progress.begin(contracts, shown, verifier.port());
            List<Examined> examined = verifier.run(selection, person, progress, announce);
            TextReport.of(examined).forEach(out::println);
            out.println();
            write(Option.JUNIT, junit, JunitReport.of(examined));
            write(Option.HTML, html, HtmlReport.of(examined));
            return examined.stream().allMatch(Examined::passed);
        }
    }

    private static void write(Option option, @Nullable Path file, String text) {
        if (file != null) {
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        option.flag() + "=" + file + " cannot be written: " + Reason.of(e), e);
            }
        }
    }
}
