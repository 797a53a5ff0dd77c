package dev.piroutes.kit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packaged program in a JVM of its own, with the options that it is installed with, in a folder of its own; killed when it
 * is closed.
 */
public final class Program implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path OPTIONS = Path.of("src/main/dist/jvm.options").toAbsolutePath();
    private static final Path ARCHIVES = Path.of("target/archives").toAbsolutePath();
    private static final Path JAR = Path.of("target/pi-routes.jar").toAbsolutePath();

    /** The option for the archive of classes that the build has made; one that does not fit is ignored, as everywhere. */
    private static final List<String> ARCHIVE = Stream.of("SharedArchiveFile=bench.jsa", "AOTCache=bench.aot")
            .map(option -> option.split("="))
            .filter(option -> Files.exists(ARCHIVES.resolve(option[1])))
            .map(option -> "-XX:" + option[0] + "=" + ARCHIVES.resolve(option[1]))
            .toList();

    /** As the launcher does: what Netty does is warned of from Java 23 on, and before that the option is unknown. */
    private static final List<String> QUIET =
            Runtime.version().feature() < 23 ? List.of() : List.of("--sun-misc-unsafe-memory-access=allow");

    /** Those that run, or were closed since the test began. */
    private static final Set<Program> KNOWN = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
        KNOWN.add(this);
    }

    /** Starts the program with these arguments in the folder; page, health and metrics off unless given. */
    public static Program start(Path folder, String... arguments) throws IOException {
        return start(JAR, folder, Map.of(), List.of(), arguments);
    }

    /** The same, with a clock that the test sets. */
    public static Program start(Path folder, FakeClock clock, String... arguments) throws IOException {
        return start(JAR, folder, clock.environment(), List.of(), arguments);
    }

    /** The same with another build of it. */
    public static Program start(
            Path jar, Path folder, Map<String, String> environment, List<String> jvm, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("@" + OPTIONS));
        if (jar.equals(JAR)) {
            all.addAll(ARCHIVE);
        }
        all.addAll(QUIET);
        all.addAll(jvm);
        return startJar(jar, folder, environment, all, arguments);
    }

    /** The same with variables in its environment, and options of the JVM that are stronger. */
    public static Program start(Path folder, Map<String, String> environment, List<String> jvm, String... arguments)
            throws IOException {
        return start(JAR, folder, environment, jvm, arguments);
    }

    /**
     * Starts {@code bin/pi-routes ARGUMENTS} in the folder, with this Java. It makes no archives of classes by itself unless
     * the environment says so; page, health and metrics are off unless given.
     */
    public static Program launched(Path launcher, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        addServers(command);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PI_ROUTES_") || name.equals("JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PI_ROUTES_PREPARE", "no");
        builder.environment().putAll(environment);
        return start(builder);
    }

    /** {@code java -jar pi-routes.jar ARGUMENTS} in the folder, with these options of the JVM and no others. */
    public static Program byItself(Path folder, List<String> jvm, String... arguments) throws IOException {
        return startJar(JAR, folder, Map.of(), jvm, arguments);
    }

    private static Program startJar(
            Path jar, Path folder, Map<String, String> environment, List<String> jvm, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        addServers(command);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return start(builder);
    }

    /** {@code java -cp CLASSPATH MAIN ARGUMENTS} in the folder: another program than ours. */
    public static Program java(Path folder, String classPath, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command).directory(folder.toFile()));
    }

    /** Starts any other program, in the folder that it is given. */
    public static Program start(ProcessBuilder builder) throws IOException {
        Path output = Files.createTempFile(builder.directory().toPath(), "out", ".log");
        return new Program(
                builder.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    private static void addServers(List<String> command) {
        for (String server : servers(command)) {
            if (command.stream().noneMatch(a -> a.startsWith(server))) {
                command.add(server + "=0");
            }
        }
    }

    private static List<String> servers(List<String> command) {
        if (command.contains("broker")) {
            return List.of("--management.port");
        }
        boolean runs = command.stream()
                .noneMatch(
                        List.of("init", "secure", "safe", "status", "doctor", "verify", "outbox", "sensor")::contains);
        return runs ? List.of("--management.port", "--page.port") : List.of();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A test begins: those before it are of no interest to it. */
    static void forgetClosed() {
        KNOWN.removeIf(program -> !program.process.isAlive());
    }

    /** What each that runs, or ran since the test began, has written. */
    static List<String> outputs() {
        return KNOWN.stream()
                .filter(program -> Files.exists(program.output))
                .map(program -> "process " + program.pid() + " has written:\n" + program.output())
                .toList();
    }

    /** What it has written so far. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the output matches; returns the match. */
    public Matcher awaitOutput(String regex) {
        return awaitOutput(regex, LIMIT);
    }

    /** The same for what takes long. */
    public Matcher awaitOutput(String regex, Duration limit) {
        Pattern pattern = Pattern.compile(regex);
        try {
            await(regex).atMost(limit).until(() -> pattern.matcher(output()).find() || !process.isAlive());
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("no \"" + regex + "\" in:\n" + output(), e);
        }
        Matcher matcher = pattern.matcher(output());
        if (!matcher.find()) {
            throw new AssertionError("no \"" + regex + "\" in:\n" + output());
        }
        return matcher;
    }

    /** Waits until everything runs; returns the embedded or stand-alone broker's port, or 0. */
    public int awaitReady() {
        awaitOutput("\\bready ");
        Matcher port = Pattern.compile("broker   127\\.0\\.0\\.1:(\\d+)").matcher(output());
        return port.find() ? Integer.parseInt(port.group(1)) : 0;
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end; returns the exit code. */
    public int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + limit + ":\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        if (Files.exists(output)) {
            NoStalls.check(output().lines().toList());
        }
    }
}
