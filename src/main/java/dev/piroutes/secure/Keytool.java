package dev.piroutes.secure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The JDK's {@code keytool}, which makes keys and certificates. The password goes to it through its environment. */
final class Keytool {
    private static final String PASSWORD = "PIROUTES_KEYSTORE_PASSWORD";
    private static final int LIMIT_SECONDS = 60;
    /** A device's clock may be a little behind. */
    private static final String START = "-1d";

    private final Path store;
    private final String password;

    Keytool(Path store, String password) {
        this.store = store;
        this.password = password;
    }

    /** Makes a key and its certificate, signed by the alias {@code signer} or, if that is empty, by itself. */
    void generate(String alias, String subject, String signer, int days, String... extensions) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                subject,
                "-startdate",
                START,
                "-validity",
                String.valueOf(days),
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                PASSWORD));
        if (!signer.isEmpty()) {
            command.addAll(List.of("-signer", signer));
        }
        for (String extension : extensions) {
            command.addAll(List.of("-ext", extension));
        }
        run(command);
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
            throw new SecureException("the JDK's keytool cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SecureException("interrupted");
        }
    }
}
