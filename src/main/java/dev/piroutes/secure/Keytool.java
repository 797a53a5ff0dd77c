package dev.piroutes.secure;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The JDK's {@code keytool}, which makes keys and certificates. The password goes to it through its environment. */
final class Keytool {
    private static final String PASSWORD = "PIROUTES_KEYSTORE_PASSWORD";
    private static final int LIMIT_SECONDS = 60;
    /** A device's clock may be a little behind. */
    private static final Duration BEHIND = Duration.ofDays(1);

    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Path store;
    private final String password;
    private final Clock clock;

    Keytool(Path store, String password, Clock clock) {
        this.store = store;
        this.password = password;
        this.clock = clock;
    }

    /** Makes a key and its certificate, signed by the alias {@code signer} or, if that is empty, by itself. */
    void generate(String alias, String subject, String signer, int days, String... extensions) {
        List<String> command = command("-genkeypair", alias);
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", subject));
        if (!signer.isEmpty()) {
            command.addAll(List.of("-signer", signer));
        }
        run(valid(command, days, extensions));
    }

    /** Makes a new certificate for a key that signs its own, and puts it in the place of the old one. */
    void renew(String alias, int days, String... extensions) {
        run(valid(command("-selfcert", alias), days, extensions));
    }

    private List<String> command(String action, String alias) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", // half of the processor's time: it runs for a quarter of a second
                "-J-XX:+UseSerialGC",
                action,
                "-alias",
                alias,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                PASSWORD));
    }

    private List<String> valid(List<String> command, int days, String... extensions) {
        command.addAll(
                List.of("-startdate", START.format(clock.instant().minus(BEHIND)), "-validity", String.valueOf(days)));
        for (String extension : extensions) {
            command.addAll(List.of("-ext", extension));
        }
        return command;
    }

    private void run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD, password);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new SecureException("keytool did not end");
            }
            if (process.exitValue() != 0) {
                throw new SecureException(
                        "keytool: " + output.replaceAll("\\s+", " ").trim());
            }
        } catch (IOException e) {
            throw new SecureException("the JDK's keytool cannot be run: " + Reason.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SecureException("interrupted");
        }
    }
}
