package dev.piroutes.cli;

import dev.piroutes.check.Explain;
import dev.piroutes.files.Reason;
import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/**
 * The program: {@code java -jar pi-routes.jar [COMMAND] [OPTIONS]}. Without a command it is {@code run}.
 *
 * <p>Exit codes: 0 all went well; 1 it could not start, or a fault ended it; 2 the command line was wrong. {@code status} has
 * more.
 */
@Command(
        name = "pi-routes",
        description = "A bench of MQTT devices, where a device is a YAML file of Camel routes.",
        versionProvider = PiRoutes.Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        footer = "%nWithout a command: run. 'pi-routes help run' lists its options.",
        subcommands = HelpCommand.class)
public final class PiRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(PiRoutes.class);
    static final int FAULT = 1;
    private static final List<String> OWN = List.of("-h", "--help", "-V", "--version");

    private PiRoutes() {}

    /** Ends the process, with the exit code described above, when the command ends. */
    public static void main(String[] args) {
        TextEncoding.useUtf8();
        // A name that was not known a moment ago may be now: the network has just come up.
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
        ShutdownHook.exit(execute(args));
    }

    /** What {@link #main} does. @return the exit code */
    static int execute(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (TextEncoding.isLost(args[i])) {
                String which = args[i].startsWith("--") ? name(args[i]) : "argument " + (i + 1);
                return fail(new UsageException(which + " is not all ASCII, and " + TextEncoding.CURE));
            }
        }
        CommandLine line = new CommandLine(new PiRoutes());
        for (SettingsCommand command : List.of(
                new RunCommand(),
                new BrokerCommand(),
                new SecureCommand(),
                new CheckCommand(),
                new ComponentsCommand(),
                new AddCommand(),
                new GraphCommand(),
                new SafeCommand(),
                new StatusCommand(),
                new OutboxCommand(),
                new SensorCommand(),
                new DoctorCommand(),
                new VerifyCommand())) {
            line.addSubcommand(new CommandLine(command.spec()));
        }
        line.addSubcommand(new InitCommand());
        line.addSubcommand(new PrepareCommand());
        line.setParameterExceptionHandler((e, rest) -> fail(new UsageException(
                rest.length > 0
                                && !rest[0].startsWith("-")
                                && !line.getSubcommands().containsKey(rest[0])
                        ? "unknown command \"" + rest[0] + "\""
                                + Suggestion.didYouMean(
                                        rest[0], line.getSubcommands().keySet())
                        : inWords(e))));
        line.setExecutionStrategy(PiRoutes::run);
        return line.execute(withCommand(args));
    }

    /** Of an option, what may be shown: what stands behind the = may be a password. */
    private static String name(String option) {
        return option.replaceFirst("(?s)=.*", "");
    }

    private static String inWords(CommandLine.ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            return first.startsWith("-") ? "unknown option " + name(first) : "unknown argument \"" + first + "\"";
        }
        return Reason.of(e).replaceFirst("(?s)'(--[\\w.-]+)=.*", "$1");
    }

    private static int run(ParseResult result) {
        Integer helped = CommandLine.executeHelpRequest(result);
        if (helped != null) {
            return helped;
        }
        ParseResult last = result;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        try {
            if (last.commandSpec().userObject() instanceof SettingsCommand command) {
                return command.execute(last);
            }
            if (last.commandSpec().userObject() instanceof Callable<?> command) {
                return (int) command.call();
            }
            return new CommandLine.RunLast().execute(result);
        } catch (Exception e) {
            LOG.debug("failed", e);
            return fail(e);
        }
    }

    /** {@code --broker.port=0} means {@code run --broker.port=0}. */
    private static String[] withCommand(String[] args) {
        if (args.length > 0 && (!args[0].startsWith("-") || OWN.contains(args[0]))) {
            return args;
        }
        String[] run = new String[args.length + 1];
        run[0] = "run";
        System.arraycopy(args, 0, run, 1, args.length);
        return run;
    }

    private static int fail(Exception e) {
        System.err.println("pi-routes: " + OneLine.start(Explain.inOneLine(e)));
        return e instanceof UsageException ? CommandLine.ExitCode.USAGE : FAULT;
    }

    /** The version of the jar and of what runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "Pi Routes " + number() + ", Java " + Runtime.version().feature()
            };
        }

        /** When the jar was built, to the day of its commit; null for classes outside of a jar. */
        static @Nullable Instant built() {
            URL own = PiRoutes.class.getProtectionDomain().getCodeSource().getLocation();
            try (JarFile jar = new JarFile(Path.of(own.toURI()).toFile())) {
                String date = jar.getManifest().getMainAttributes().getValue("Build-Time");
                return date == null ? null : Instant.parse(date);
            } catch (IOException | URISyntaxException | RuntimeException e) {
                LOG.debug("the build's date is not known", e);
                return null;
            }
        }

        static String number() {
            return Objects.requireNonNullElse(PiRoutes.class.getPackage().getImplementationVersion(), "(not packaged)");
        }
    }
}
