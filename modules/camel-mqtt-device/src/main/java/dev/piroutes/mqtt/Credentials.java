package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client proves who it is, and how it knows the broker: from {@code mqtt.credentials}, a folder with a file
 * {@code NAME.properties} for each client, or else from {@code mqtt.username}, {@code mqtt.password} and {@code mqtt.ca},
 * which hold for all. {@code toString} shows no secret.
 *
 * @param username {@code null}: an anonymous connection
 * @param ca PEM file with the certificate authority to trust, or {@code null} for the JVM's own
 * @param certificate PEM file with the client's own certificate and key, or {@code null} for none
 */
record Credentials(
        @Nullable String username, char @Nullable [] password, @Nullable Path ca, @Nullable Path certificate) {

    /** Nothing to prove. */
    static final Credentials NONE = new Credentials(null, null, null, null);

    /**
     * Those that the context's properties say.
     *
     * @param name the client's
     * @throws IllegalArgumentException if its file is missing or unreadable
     */
    static Credentials of(CamelContext context, String name) {
        String folder = Property.of(context, "mqtt.credentials");
        if (folder != null) {
            return read(Path.of(folder), name);
        }
        String password = Property.of(context, "mqtt.password");
        String ca = Property.of(context, "mqtt.ca");
        return new Credentials(
                Property.of(context, "mqtt.username"),
                password == null ? null : password.toCharArray(),
                ca == null ? null : Path.of(ca),
                null);
    }

    static Credentials read(Path folder, String name) {
        Path file = folder.resolve(name + ".properties");
        Properties properties;
        try {
            properties = TextFile.properties(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("mqtt.credentials must be a folder with "
                    + name + ".properties (pi-routes secure makes it), but " + file
                    + (Files.exists(file)
                            ? " cannot be read: " + Reason.of(e) + "; put back a copy of it"
                            : " does not exist"));
        }
        String user = properties.getProperty("mqtt.username");
        String password = properties.getProperty("mqtt.password");
        String certificate = properties.getProperty("mqtt.certificate");
        if ((user == null || user.isBlank()) && (password != null || certificate == null)) {
            throw new IllegalArgumentException(
                    file + " must have mqtt.username (a token, if the broker wants only that) and"
                            + " mqtt.password, or mqtt.certificate");
        }
        return new Credentials(
                user == null || user.isBlank() ? null : user,
                password == null || password.isBlank() ? null : password.toCharArray(),
                beside(folder, properties.getProperty("mqtt.ca")),
                beside(folder, certificate));
    }

    /** A certificate that was not copied along is not needed where nobody asks for one. */
    private static @Nullable Path beside(Path folder, @Nullable String file) {
        Path path = file == null || file.isBlank() ? null : folder.resolve(file.trim());
        return path != null && Files.exists(path) ? path : null;
    }

    /** Whether there is a user name without a password: it may be a secret itself, and is not shown. */
    boolean isToken() {
        return username != null && password == null;
    }

    /** Whom the broker is asked to take it for, in words. */
    String who() {
        if (username == null) {
            return "an anonymous connection";
        }
        return isToken() ? "a user name without a password" : "user \"" + username + "\"";
    }

    @Override
    public String toString() {
        return "Credentials[" + who() + "]";
    }
}
