package dev.piroutes.verify;

import dev.piroutes.files.Reason;
import dev.piroutes.net.Address;
import dev.piroutes.source.RouteSource;
import dev.piroutes.verify.VerifyOptions.Option;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The examiner as a program of its own: {@code dev.piroutes.verify.Main CONTRACT --broker=tcp://HOST:PORT}. It ends with 0
 * if all devices passed; with 1 if a check failed, or nothing could be examined; with 2 if the command line or the contract
 * was wrong.
 */
public final class Main {

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args), utf8(FileDescriptor.out), utf8(FileDescriptor.err)));
    }

    /** Whatever the locale is: contracts are UTF-8, too. */
    private static PrintStream utf8(FileDescriptor file) {
        return new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8);
    }

    static int run(List<String> args, PrintStream out, PrintStream err) throws InterruptedException {
        if (args.contains("--help")) {
            out.println("Usage: dev.piroutes.verify.Main CONTRACT --broker=tcp://HOST:PORT [OPTIONS]");
            out.println(
                    "Examines MQTT devices from the outside: each connects here, and is checked against a contract.");
            Stream.of(Option.values())
                    .map(option ->
                            String.format("  %-28s %s", option.flag() + "=" + option.label(), option.description()))
                    .forEach(out::println);
            return PASSED;
        }
        try {
            return examine(args, out) ? PASSED : FAILED;
        } catch (ContractException e) {
            e.findings().forEach(finding -> err.println(Text.printable(finding.toString())));
            return fail(USAGE, "the contract cannot be used: see above", err);
        } catch (IllegalArgumentException e) {
            return fail(USAGE, e.getMessage(), err);
        } catch (VerifyException e) {
            return e.isPort()
                    ? fail(USAGE, e.getMessage() + "; choose another with --port and --host", err)
                    : fail(FAILED, e.getMessage(), err);
        }
    }

    private static int fail(int code, String why, PrintStream err) {
        err.println("mqtt-verify: " + Text.line(why));
        return code;
    }

    private static boolean examine(List<String> args, PrintStream out)
            throws ContractException, VerifyException, InterruptedException {
        Map<Option, String> given = new EnumMap<>(Option.class);
        String contract = read(args, given);
        VerifyOptions options = VerifyOptions.of(given);
        InetSocketAddress broker = options.broker();
        if (broker == null) {
            throw new IllegalArgumentException("--broker is missing: the broker behind, like tcp://192.168.1.10:1883");
        }
        List<Contract> contracts = options.contracts(source(contract));
        String host = Objects.requireNonNullElse(options.host(), "127.0.0.1");
        return options.examine(
                contracts, new InetSocketAddress(host, options.port()), Address.bracketed(host), broker, null, out);
    }

    private static RouteSource source(String file) {
        if (!Files.isRegularFile(Path.of(file))) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        try {
            return RouteSource.read(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** Sorts the arguments: {@code --name=value}, and one contract. */
    private static String read(List<String> args, Map<Option, String> given) {
        List<String> contracts = new ArrayList<>();
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            if (!arg.startsWith("--")) {
                contracts.add(arg);
            } else if (parts.length < 2) {
                throw new IllegalArgumentException(arg + " needs a value: " + arg + "=VALUE");
            } else {
                given.put(option(parts[0]), parts[1]);
            }
        }
        if (contracts.size() != 1) {
            throw new IllegalArgumentException("give one contract, a YAML file; --help shows the options");
        }
        return contracts.get(0);
    }

    private static Option option(String flag) {
        return Stream.of(Option.values())
                .filter(option -> option.flag().equals(flag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no option " + flag + "; --help shows them"));
    }
}
