package dev.piroutes.ext;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The jars in a folder: components, languages and beans of one's own. A jar that cannot be read is left out. Where a class is
 * in the program, too, the program's is taken.
 */
public final class ExtJars {

    /** The name of the folder. */
    public static final String FOLDER = "ext";

    private static final int DEPTH = 2;

    /** What the version of a class file has more than that of its Java. */
    private static final int FIRST_CLASS_VERSION = 44;

    /** {@code camel-kafka-4.17.0.jar}; what follows the version (a platform) makes no other one. */
    private static final Pattern NAME = Pattern.compile("(.+?)-(\\d[\\w.]*)(-.*)?\\.jar");

    private final List<Path> jars;
    private final List<String> problems;

    private ExtJars(List<Path> jars, List<String> problems) {
        this.jars = jars;
        this.problems = problems;
    }

    /** Where they are unless somebody says otherwise: beside the folder of a route file. */
    public static Path beside(Path routeFile) {
        Path folder = routeFile.toAbsolutePath().normalize().getParent();
        return Objects.requireNonNull(folder, "a file is in a folder").resolveSibling(FOLDER);
    }

    /** Those in the folder and in the folders in it, by name; none if there is no such folder. */
    public static ExtJars in(Path folder) {
        List<Path> jars = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            for (Path file : list(folder)) {
                problem(file).ifPresentOrElse(problems::add, () -> jars.add(file));
            }
        } catch (IOException | UncheckedIOException e) {
            problems.add(folder + " is no folder of jars that can be read: " + Reason.of(Reason.root(e)));
        }
        return new ExtJars(List.copyOf(jars), List.copyOf(problems));
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.find(folder, DEPTH, (path, file) -> isJar(folder.relativize(path)))) {
            return found.sorted().toList();
        }
    }

    /** What is hidden is not there yet, or not any more. */
    private static boolean isJar(Path path) {
        return path.toString().endsWith(".jar") && !path.toString().startsWith(".");
    }

    private static Optional<String> problem(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.size() > 0 ? otherJava(file, jar) : Optional.of(file + " is left out: it is empty");
        } catch (IOException e) {
            return Optional.of(
                    file + " is left out, it is no jar or a damaged one (" + Reason.of(e) + "): get it again");
        }
    }

    /** Of one class: all of a jar are made together. What is in META-INF may be for several versions of Java. */
    private static Optional<String> otherJava(Path file, JarFile jar) throws IOException {
        Optional<JarEntry> first = jar.stream()
                .filter(entry -> entry.getName().endsWith(".class")
                        && !entry.getName().startsWith("META-INF/")
                        && !entry.getName().endsWith("module-info.class"))
                .findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = jar.getInputStream(first.get())) {
            byte[] head = in.readNBytes(8);
            int java = head.length < 8 ? 0 : ((head[6] & 0xff) << 8 | head[7] & 0xff) - FIRST_CLASS_VERSION;
            int here = Runtime.version().feature();
            return java <= here
                    ? Optional.empty()
                    : Optional.of(file + " is left out: it is for Java " + java + " or later, and this is Java " + here
                            + "; get one for this Java, or start the program with that one");
        }
    }

    /** Those that can be read. */
    public List<Path> jars() {
        return jars;
    }

    /** A line for each that cannot. */
    public List<String> problems() {
        return problems;
    }

    /**
     * Those that Maven made of a group's artifacts, in another version.
     *
     * @param group such as {@code org.apache.camel}
     */
    public List<Path> ofOtherVersions(String group, String version) {
        return jars.stream()
                .filter(jar -> versions(jar, group).stream().anyMatch(found -> !found.equals(version)))
                .toList();
    }

    /** Of artifacts that are there in several versions, the jars of each: the first is used. */
    public List<List<Path>> inSeveralVersions() {
        Map<String, Map<String, Path>> artifacts = new LinkedHashMap<>();
        for (Path jar : jars) {
            Matcher name = NAME.matcher(jar.getFileName().toString());
            if (name.matches()) {
                artifacts
                        .computeIfAbsent(name.group(1), artifact -> new LinkedHashMap<>())
                        .putIfAbsent(name.group(2), jar);
            }
        }
        return artifacts.values().stream()
                .filter(versions -> versions.size() > 1)
                .map(versions -> List.copyOf(versions.values()))
                .toList();
    }

    private static List<String> versions(Path file, String group) {
        try (JarFile jar = new JarFile(file.toFile())) {
            List<String> versions = new ArrayList<>();
            for (JarEntry entry : jar.stream().filter(e -> isPom(e, group)).toList()) {
                Properties pom = new Properties();
                pom.load(jar.getInputStream(entry));
                versions.add(pom.getProperty("version", ""));
            }
            return versions;
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static boolean isPom(JarEntry entry, String group) {
        return entry.getName().startsWith("META-INF/maven/" + group + "/")
                && entry.getName().endsWith("/pom.properties");
    }

    /**
     * Has them seen by what this thread loads by name from now on, Camel above all, and by the threads that it starts: they
     * become part of its context class loader. Without jars that stays as it is.
     */
    public void use() {
        Thread thread = Thread.currentThread();
        URL[] urls = jars.stream().map(ExtJars::url).toArray(URL[]::new);
        boolean used = thread.getContextClassLoader() instanceof URLClassLoader loader
                && Arrays.equals(loader.getURLs(), urls);
        if (urls.length > 0 && !used) {
            thread.setContextClassLoader(new URLClassLoader("ext", urls, thread.getContextClassLoader()));
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
