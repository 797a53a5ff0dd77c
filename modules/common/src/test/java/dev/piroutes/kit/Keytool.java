package dev.piroutes.kit;

import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys and certificates of any dates, in one PKCS#12 file, made by the JDK's {@code keytool}. */
public final class Keytool {

    public static final String PASSWORD = "password";

    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Path store;

    public Keytool(Path store) {
        this.store = store;
    }

    public Path store() {
        return store;
    }

    /** A key with a certificate, signed by the alias {@code signer} or, if that is null, by itself. */
    public Keytool make(String alias, String signer, Instant begins, int days, String... extensions) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
        arguments.addAll(List.of("-alias", alias, "-dname", "CN=" + alias));
        arguments.addAll(List.of("-startdate", START.format(begins), "-validity", String.valueOf(days)));
        if (signer != null) {
            arguments.addAll(List.of("-signer", signer));
        }
        for (String extension : extensions) {
            arguments.addAll(List.of("-ext", extension));
        }
        run(arguments);
        return this;
    }

    /** An authority that is good for years. */
    public Keytool authority(String alias) throws Exception {
        return make(alias, null, Instant.now().minusSeconds(86_400), 3650, "bc:c=ca:true");
    }

    private void run(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC"));
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("keytool: " + output);
        }
    }

    public KeyStore load() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(store.toFile())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** Writes a certificate as PEM. */
    public Path pem(String alias, Path file) throws Exception {
        return Files.writeString(
                file, block("CERTIFICATE", load().getCertificate(alias).getEncoded()));
    }

    /** Writes a certificate and its key as PEM, as a client takes them. */
    public Path pemWithKey(String alias, Path file) throws Exception {
        KeyStore keys = load();
        return Files.writeString(
                file,
                block("CERTIFICATE", keys.getCertificate(alias).getEncoded())
                        + block(
                                "PRIVATE KEY",
                                keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }
}
