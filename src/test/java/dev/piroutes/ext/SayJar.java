package dev.piroutes.ext;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar of {@link SayComponent}: its class, and the file by which Camel finds it. */
final class SayJar {

    private static final String CLASS = SayComponent.class.getName().replace('.', '/') + ".class";

    private SayJar() {}

    static void write(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out);
                InputStream in = Objects.requireNonNull(SayJar.class.getResourceAsStream("/" + CLASS))) {
            jar.putNextEntry(new JarEntry("META-INF/services/org/apache/camel/component/say"));
            jar.write(("class=" + SayComponent.class.getName()).getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry(CLASS));
            in.transferTo(jar);
        }
    }

    /** A route that uses it, in the folder {@code routes}. */
    static void route(Path folder, String who) throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(
                folder.resolve("routes/say.camel.yaml"),
                """
                - route:
                    id: say
                    description: Says that time passes
                    from:
                      uri: timer:tick
                      parameters: {period: 200}
                      steps:
                        - setBody: {constant: {expression: tick}}
                        - to: {id: say-it, uri: "say:%s"}
                        - to: {id: led, uri: "gpio:20", parameters: {action: "ON"}}
                """
                        .formatted(who));
    }
}
