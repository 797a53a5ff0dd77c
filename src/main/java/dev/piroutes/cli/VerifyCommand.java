package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.net.Url;
import dev.piroutes.page.BenchButtons;
import dev.piroutes.source.Finding;
import dev.piroutes.verify.Contract;
import dev.piroutes.verify.ContractException;
import dev.piroutes.verify.Examined;
import dev.piroutes.verify.HtmlReport;
import dev.piroutes.verify.JunitReport;
import dev.piroutes.verify.Person;
import dev.piroutes.verify.Selection;
import dev.piroutes.verify.SimulatedButtons;
import dev.piroutes.verify.TextReport;
import dev.piroutes.verify.Verifier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code verify}: examines MQTT devices from the outside, against a contract. Exit code 0: all of them passed; 1: a check has
 * failed, or the examination could not be made; 2: the command line or the contract was wrong.
 */
final class VerifyCommand extends SettingsCommand {

    private static final String PORT = "--port";
    private static final String HOST = "--host";
    private static final String BROKER = "--broker";
    private static final String ROOT = "--root";
    private static final String BENCH = "--bench";
    private static final String ASK = "--ask";
    private static final String ONLY = "--only";
    private static final String SKIP = "--skip";
    private static final String ANNOUNCE = "--announce";
    private static final String JUNIT = "--junit";
    private static final String HTML = "--html";
    private static final String DEFAULT_PORT = "1884";

    VerifyCommand() {
        super(
                "verify",
                "Examines MQTT devices from the outside: each connects here, and is checked against a contract.",
                List.of(Setting.PROFILE));
    }

    @Override
    void addTo(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("CONTRACT")
                .arity("1")
                .type(String.class)
                .description("device-a, device-b, or a file of your own: docs/verify.md.")
                .build());
        add(spec, PORT, "PORT", "Where devices connect; 0: any free one. Default: " + DEFAULT_PORT + ".");
        add(spec, HOST, "ADDRESS", "The address there. Default: 127.0.0.1; with --profile=lab 0.0.0.0, every network.");
        add(spec, BROKER, "URL", "The broker behind, tcp://HOST:PORT, anonymous. Default: one of its own.");
        add(spec, ROOT, "TOPICS", "The device's root; several: csc2106/g01..g30. Default: the contract's.");
        add(spec, BENCH, "URL", "Press the buttons of a virtual bench, through its page: http://127.0.0.1:8080.");
        add(spec, ASK, "true|false", "Whether there is a person to press and stop. Default: true; with --bench false.");
        add(spec, ONLY, "CHECK[,CHECK…]", "Make these checks only.");
        add(spec, SKIP, "CHECK[,CHECK…]", "Leave these checks out.");
        add(
                spec,
                ANNOUNCE,
                "true|false",
                "Publish the result at the broker, retained, on ROOT/checkpoint/CONTRACT. Default: with --broker true.");
        add(spec, JUNIT, "FILE", "Write the results as JUnit's XML, too.");
        add(spec, HTML, "FILE", "Write the results as a page, too.");
    }

    private static void add(CommandSpec spec, String name, String label, String description) {
        spec.addOption(OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    @Override
    int execute(ParseResult line) throws Exception {
        Profile profile = Profile.of(settings(line, List.of()));
        if (profile == Profile.SECURE) {
            throw new UsageException("verify speaks MQTT without TLS: use --profile=lab to open it to the network");
        }
        List<Contract> contracts;
        try {
            contracts = contracts(line);
        } catch (ContractException e) {
            e.findings().stream().map(Finding::toString).map(OneLine::printable).forEach(System.err::println);
            throw new UsageException(
                    "the contract " + line.matchedPositionalValue(0, "") + " cannot be used: see above");
        }
        Selection selection = new Selection(names(line, ONLY), names(line, SKIP));
        Verifier.fault(selection, contracts.get(0)).ifPresent(fault -> {
            throw new UsageException(fault);
        });
        String host = line.matchedOptionValue(HOST, profile.host());
        int port = port(line);
        if (port != 0) {
            Ports.requireFree(host, port, "port " + port, "--port=N");
        }
        try (VerifyBroker broker = VerifyBroker.of(broker(line));
                Verifier verifier = new Verifier(new InetSocketAddress(host, port), broker.address(), contracts);
                VerifyProgress progress = new VerifyProgress(System.out, contracts.size());
                Buttons buttons = buttons(line, contracts)) {
            progress.begin(contracts, host, verifier.port());
            Person person = new Person(progress::prompt, flag(line, ASK, buttons.bench() == null), buttons.pressed());
            List<Examined> examined =
                    verifier.run(selection, person, progress, flag(line, ANNOUNCE, line.hasMatchedOption(BROKER)));
            TextReport.of(examined).stream().map(OneLine::printable).forEach(System.out::println);
            write(line, JUNIT, JunitReport.of(examined));
            write(line, HTML, HtmlReport.of(examined));
            return examined.stream().allMatch(Examined::passed) ? 0 : PiRoutes.FAULT;
        }
    }

    private static List<Contract> contracts(ParseResult line) throws ContractException {
        try {
            String roots = line.matchedOptionValue(ROOT, (String) null);
            return LabContracts.load(line.matchedPositionalValue(0, ""), roots == null ? List.of() : Roots.of(roots));
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** The broker behind that the command line names. */
    private static @Nullable InetSocketAddress broker(ParseResult line) {
        String url = line.matchedOptionValue(BROKER, (String) null);
        if (url == null) {
            return null;
        }
        return Url.ofBroker(url)
                .filter(broker -> broker.scheme().equals("tcp"))
                .orElseThrow(() -> notAnAddress(BROKER, "tcp://192.168.1.10:1883", url))
                .address()
                .toSocketAddress();
    }

    private static List<String> names(ParseResult line, String option) {
        return Arrays.stream(line.matchedOptionValue(option, "").split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static int port(ParseResult line) {
        String port = line.matchedOptionValue(PORT, DEFAULT_PORT);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw new UsageException("--port must be a port from 0 to 65535, but was \"" + port + "\"");
        }
        return Integer.parseInt(port);
    }

    private static boolean flag(ParseResult line, String option, boolean fallback) {
        String value = line.matchedOptionValue(option, String.valueOf(fallback));
        if (!value.equals("true") && !value.equals("false")) {
            throw new UsageException(option + " must be true or false, but was \"" + value + "\"");
        }
        return value.equals("true");
    }

    private static void write(ParseResult line, String option, String text) {
        String file = line.matchedOptionValue(option, (String) null);
        if (file != null) {
            try {
                Files.writeString(Path.of(file), text);
            } catch (IOException e) {
                throw new UsageException(option + "=" + file + " cannot be written: " + Reason.of(e));
            }
        }
    }

    /** The buttons of a bench, if there is one. */
    private record Buttons(@Nullable BenchButtons bench) implements AutoCloseable {
        @Nullable
        SimulatedButtons pressed() {
            return bench == null ? null : bench::press;
        }

        @Override
        public void close() {
            if (bench != null) {
                bench.close();
            }
        }
    }

    private static Buttons buttons(ParseResult line, List<Contract> contracts) {
        String url = line.matchedOptionValue(BENCH, (String) null);
        if (url == null) {
            return new Buttons(null);
        }
        if (contracts.size() > 1) {
            throw new UsageException("--bench is one bench, with one device of each kind: give one --root");
        }
        Url page =
                Url.parse(url, Map.of("http", 80)).orElseThrow(() -> notAnAddress(BENCH, "http://127.0.0.1:8080", url));
        try {
            return new Buttons(new BenchButtons(page));
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static UsageException notAnAddress(String option, String right, String text) {
        return new UsageException(option + " must be an address like " + right + ", but was \"" + text + "\"");
    }
}
