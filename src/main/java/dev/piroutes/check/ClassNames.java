package dev.piroutes.check;

import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The classes that there are, for who has misspelt one. */
final class ClassNames {

    private static final String ENDING = ".class";

    private ClassNames() {}

    /** {@code ; did you mean …?} with a class of the same package; empty if none is near. */
    static String didYouMean(String name, CamelContext context) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return "";
        }
        String simple = name.substring(dot + 1);
        String of = name.substring(0, dot);
        return Suggestion.nearest(simple, in(of, context))
                .map(near -> "; did you mean " + of + "." + near + "?")
                .orElse("");
    }

    /** The public names of a package's classes, of Java and of jars. */
    private static Set<String> in(String of, CamelContext context) {
        Set<String> names = new TreeSet<>();
        String folder = of.replace('.', '/');
        try {
            Path jdk = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/");
            try (Stream<Path> modules = list(jdk.resolve("packages").resolve(of))) {
                for (Path module : modules.toList()) {
                    try (Stream<Path> files = list(jdk.resolve("modules")
                            .resolve(String.valueOf(module.getFileName()))
                            .resolve(folder))) {
                        files.forEach(file -> add(names, String.valueOf(file.getFileName())));
                    }
                }
            }
            ClassLoader loader = Objects.requireNonNullElse(
                    context.getApplicationContextClassLoader(), ClassNames.class.getClassLoader());
            for (URL url : Collections.list(loader.getResources(folder))) {
                if (url.openConnection() instanceof JarURLConnection jar) {
                    jar.getJarFile().stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.startsWith(folder + "/"))
                            .map(name -> name.substring(folder.length() + 1))
                            .filter(name -> !name.contains("/"))
                            .forEach(name -> add(names, name));
                }
            }
        } catch (IOException e) {
            return names; // to suggest none is no fault
        }
        return names;
    }

    private static Stream<Path> list(Path folder) throws IOException {
        return Files.isDirectory(folder) ? Files.list(folder) : Stream.empty();
    }

    private static void add(Set<String> names, String file) {
        if (file.endsWith(ENDING) && !file.contains("$")) {
            names.add(file.substring(0, file.length() - ENDING.length()));
        }
    }
}
