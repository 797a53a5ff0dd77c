package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.net.Address;
import dev.piroutes.net.Url;
import dev.piroutes.page.BenchButtons;
import dev.piroutes.source.Finding;
import dev.piroutes.verify.Contract;
import dev.piroutes.verify.ContractException;
import dev.piroutes.verify.SimulatedButtons;
import dev.piroutes.verify.VerifyOptions;
import dev.piroutes.verify.VerifyOptions.Option;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final String BENCH = "--bench";

    /** What is otherwise here than for the examiner alone: there is a broker, a bench, a profile. */
    private static final Map<Option, String> DESCRIPTIONS = Map.of(
            Option.HOST,
            "The address there. Default: 127.0.0.1; with --broker.profile=lab 0.0.0.0, every network.",
            Option.BROKER,
            "The broker behind, tcp://HOST:PORT, anonymous. Default: one of its own.",
            Option.ASK,
            "Whether there is a person to press and stop. Default: true; with --bench false.",
            Option.ANNOUNCE,
            "Publish the result at the broker, retained, on ROOT/checkpoint/CONTRACT. Default: with --broker true.");

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
        for (Option option : Option.values()) {
            if (option == Option.ASK) {
                add(
                        spec,
                        BENCH,
                        "URL",
                        "Press the buttons of a virtual bench, through its page: http://127.0.0.1:8080.");
            }
            add(spec, option.flag(), option.label(), DESCRIPTIONS.getOrDefault(option, option.description()));
        }
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
            throw new UsageException(
                    "verify speaks MQTT without TLS: use --broker.profile=lab to open it to the network");
        }
        VerifyOptions options;
        List<Contract> contracts;
        try {
            options = VerifyOptions.of(given(line));
            contracts = options.contracts(LabContracts.source(line.matchedPositionalValue(0, "")));
        } catch (ContractException e) {
            e.findings().stream().map(Finding::toString).map(OneLine::printable).forEach(System.err::println);
            throw new UsageException(
                    "the contract " + line.matchedPositionalValue(0, "") + " cannot be used: see above");
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(Reason.of(e));
        }
        String host = Objects.requireNonNullElse(options.host(), profile.host());
        if (options.port() != 0) {
            Ports.requireFree(host, options.port(), "port " + options.port(), "--port=N");
        }
        InetSocketAddress listen = new InetSocketAddress(host, options.port());
        try (VerifyBroker broker = VerifyBroker.of(options.broker());
                BenchButtons bench = bench(line, contracts)) {
            SimulatedButtons buttons = bench == null ? null : bench::press;
            boolean passed = options.examine(contracts, listen, address(host), broker.address(), buttons, System.out);
            return passed ? 0 : PiRoutes.FAULT;
        } catch (IllegalArgumentException e) {
            throw new UsageException(Reason.of(e));
        }
    }

    private static Map<Option, String> given(ParseResult line) {
        Map<Option, String> given = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            if (line.hasMatchedOption(option.flag())) {
                given.put(option, line.matchedOptionValue(option.flag(), ""));
            }
        }
        return given;
    }

    private static String address(String host) {
        List<String> addresses = Address.isEverywhere(host) ? BrokerOptions.addresses() : List.of();
        return addresses.isEmpty() ? Address.bracketed(host) : String.join(" or ", addresses);
    }

    /** The bench whose buttons are pressed, if there is one. */
    private static @Nullable BenchButtons bench(ParseResult line, List<Contract> contracts) {
        String url = line.matchedOptionValue(BENCH, (String) null);
        if (url == null) {
            return null;
        }
        if (contracts.size() > 1) {
            throw new UsageException("--bench is one bench, with one device of each kind: give one --root");
        }
        Url page = Url.parse(url, Map.of("http", 80))
                .orElseThrow(() -> new UsageException(BENCH
                        + " must be an address like http://127.0.0.1:8080, but was \"" + Url.withoutUser(url) + "\""));
        try {
            return new BenchButtons(page);
        } catch (IOException e) {
            throw new UsageException(Reason.of(e));
        }
    }
}
