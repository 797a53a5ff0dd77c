package dev.piroutes.cli;

import static dev.piroutes.source.RouteSource.ENDING;

import dev.piroutes.check.Placeholders;
import dev.piroutes.check.ProgramContext;
import dev.piroutes.ext.ExtJars;
import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The route files to run: those of a folder, or the lab's in the jar. A file with a route in it is a device; one
 * without (the error policy) is shared and always loads.
 */
final class RouteFiles {

    /** Folders that 0.1 made have the bench page as a route file. It is none any more. */
    private static final String OLD_PAGE = "bench-page" + ENDING;

    private record RouteFile(String name, String location, String text) {
        boolean device() {
            return RouteSource.isDevice(text);
        }
    }

    private final @Nullable Path folder;
    private final Set<Path> folders;
    private final Path ext;
    private final List<RouteFile> files;
    private final List<Path> strays;

    /**
     * @param folder that they are all of, if they are
     * @param folders that they are in, outside of the jar
     * @param strays that look like route files and are none
     */
    private RouteFiles(@Nullable Path folder, Set<Path> folders, Path ext, List<RouteFile> files, List<Path> strays) {
        this.folder = folder;
        this.folders = folders;
        this.ext = ext;
        this.files = files;
        this.strays = strays;
    }

    /**
     * @param dir the folder, or null for the files in the jar
     * @throws UsageException if the folder is missing, unreadable, or has no route file
     */
    static RouteFiles in(@Nullable String dir) {
        try {
            if (dir == null) {
                return new RouteFiles(null, Set.of(), Path.of(ExtJars.FOLDER), inJar(), List.of());
            }
            Path folder = Path.of(dir);
            if (!Files.isDirectory(folder)) {
                throw new UsageException("routes.dir must be a folder of *" + ENDING + " files, but " + dir
                        + (Files.exists(folder) ? " is none" : " does not exist"));
            }
            List<RouteFile> files = list(folder, path -> "file:" + path);
            if (files.stream().noneMatch(RouteFile::device)) {
                throw new UsageException(
                        "routes.dir " + dir + " has no route in it: expected at least one file that ends in " + ENDING
                                + " and has a \"- route:\"");
            }
            return new RouteFiles(
                    folder,
                    Set.of(folder),
                    ExtJars.beside(folder.resolve("any" + ENDING)),
                    files,
                    RouteSource.strays(folder));
        } catch (IOException | UncheckedIOException e) {
            throw new UsageException("routes.dir " + dir + " cannot be read: " + Reason.of(e));
        }
    }

    /** These files, and those in these folders. */
    static RouteFiles of(List<Path> paths) {
        List<RouteFile> files = new ArrayList<>();
        List<Path> strays = new ArrayList<>();
        Set<Path> folders = new LinkedHashSet<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                folders.add(path);
                files.addAll(inFolder(path));
                strays.addAll(straysIn(path));
            } else {
                folders.add(Objects.requireNonNullElse(path.getParent(), Path.of(".")));
                files.add(read(path, path.toString()));
            }
        }
        paths.stream().filter(Files::isRegularFile).filter(RouteSource::isStray).forEach(strays::add);
        Path any = Objects.requireNonNull(folders.iterator().next()).resolve("any" + ENDING);
        return new RouteFiles(null, folders, ExtJars.beside(any), files, strays);
    }

    private static List<RouteFile> inFolder(Path folder) {
        try {
            List<RouteFile> files = list(folder, Path::toString);
            if (files.isEmpty()) {
                throw new UsageException("there is no file in " + folder + " that ends in " + ENDING);
            }
            return files;
        } catch (IOException e) {
            throw new UsageException(folder + " cannot be read: " + Reason.of(e));
        }
    }

    private static List<Path> straysIn(Path folder) {
        try {
            return RouteSource.strays(folder);
        } catch (IOException e) {
            throw new UsageException(folder + " cannot be read: " + Reason.of(e));
        }
    }

    private static RouteFile read(Path path, String location) {
        if (TextEncoding.isLost(location)) {
            throw new UsageException(path + ": the name is not all ASCII, and " + TextEncoding.CURE);
        }
        try {
            String name = String.valueOf(path.getFileName());
            return new RouteFile(name.replace(ENDING, ""), location, TextFile.read(path));
        } catch (IOException e) {
            throw new UsageException(path + " cannot be read: " + Reason.of(e));
        }
    }

    private static List<RouteFile> inJar() throws IOException {
        try {
            URI uri = Objects.requireNonNull(RouteFiles.class.getResource("/routes"), "routes are missing in the jar")
                    .toURI();
            if (!uri.getScheme().equals("jar")) {
                return list(Path.of(uri), path -> "classpath:routes/" + path.getFileName());
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return list(jar.getPath("/routes"), path -> "classpath:routes/" + path.getFileName());
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static List<RouteFile> list(Path folder, java.util.function.Function<Path, String> location)
            throws IOException {
        List<RouteFile> files = new ArrayList<>();
        for (Path path : RouteSource.in(folder)) {
            if (!path.endsWith(OLD_PAGE)) {
                files.add(read(path, location.apply(path)));
            }
        }
        return files;
    }

    /** Has a program load these files, with these properties and no others: the settings have looked everywhere already. */
    static void load(Main main, List<String> locations, Map<String, String> properties) {
        Properties all = new Properties();
        all.putAll(properties);
        main.configure().withRoutesIncludePattern(String.join(",", locations));
        main.configure()
                .setProfile(properties.get("camel.main.profile")); // Camel looks for it before it reads properties
        main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
        main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
        main.setDefaultPropertyPlaceholderLocation("false");
        // Camel's own has a shutdown hook, which ran beside ours: if it was first, each waited for the other.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setOverrideProperties(all);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                new ProgramContext().configure(starting.getCamelContext());
            }
        });
    }

    /** The folder, or null if the files are in the jar. */
    @Nullable
    Path folder() {
        return folder;
    }

    /** The texts of the files that {@link #locations} names, by the name of the file. */
    Map<String, String> texts(String devices) {
        List<String> locations = locations(devices);
        return files.stream()
                .filter(file -> locations.contains(file.location()))
                .collect(Collectors.toMap(file -> file.name() + ENDING, RouteFile::text));
    }

    /** Whether a file of this name would run: one that is there, or one that is yet to come. */
    static boolean isWanted(String file, String devices) {
        String name = file.substring(0, file.length() - ENDING.length());
        return !file.equals(OLD_PAGE)
                && (devices.trim().equals("all")
                        || Arrays.stream(devices.split(",")).map(String::trim).anyMatch(name::equals));
    }

    /** The files as a person knows them: by their path, or by their name in the jar. */
    List<RouteSource> sources() {
        return sources(files.stream());
    }

    /** The same of those that {@link #locations} names. */
    List<RouteSource> sources(String devices) {
        List<String> locations = locations(devices);
        return sources(files.stream().filter(file -> locations.contains(file.location())));
    }

    private static List<RouteSource> sources(Stream<RouteFile> files) {
        return files.map(file -> new RouteSource(file.location().replaceFirst("^(file|classpath):", ""), file.text()))
                .toList();
    }

    /** The files as they are, by file name. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        files.forEach(file -> texts.put(file.name() + ENDING, file.text()));
        return texts;
    }

    /** The properties for which the files have a default, with it. */
    Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        placeholders()
                .filter(found -> found.group(3) != null)
                .forEach(found -> defaults.put(found.group(2), found.group(3).substring(1)));
        return defaults;
    }

    /** Where Camel looks for Kamelets: in the routes' folder, in one named kamelets beside it, then in the jar. */
    String kamelets() {
        StringBuilder locations = new StringBuilder();
        for (Path routes : folders) {
            Path beside = routes.toAbsolutePath().normalize().resolveSibling("kamelets");
            locations
                    .append("file:")
                    .append(routes)
                    .append(",file:")
                    .append(beside)
                    .append(',');
        }
        return locations + "classpath:kamelets";
    }

    /** What looks like a route file beside them, and is none: a line each. */
    List<Finding> strays() {
        return strays.stream().map(RouteSource::notARouteFile).toList();
    }

    /** Where jars of one's own are if no setting says otherwise: beside the routes' folder; of the lab in the jar, here. */
    Path ext() {
        return ext;
    }

    /** What {@link #locations} names, each device for itself, with the files that all share. */
    List<List<String>> oneByOne(String devices) {
        List<String> wanted = locations(devices);
        return files.stream()
                .filter(device -> device.device() && wanted.contains(device.location()))
                .map(device -> files.stream()
                        .filter(file -> file == device || !file.device())
                        .map(RouteFile::location)
                        .toList())
                .toList();
    }

    /** Names of the properties that any of the files uses. */
    Set<String> properties() {
        return placeholders().map(found -> found.group(2)).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<MatchResult> placeholders() {
        return files.stream().flatMap(file -> Placeholders.ofProperties(file.text()));
    }

    /**
     * What Camel is to load.
     *
     * @param devices names separated by commas, or {@code all}
     * @throws UsageException if there is no device of such a name
     */
    List<String> locations(String devices) {
        List<String> names =
                files.stream().filter(RouteFile::device).map(RouteFile::name).toList();
        List<String> wanted = devices.trim().equals("all")
                ? names
                : Arrays.stream(devices.split(","))
                        .map(String::trim)
                        .filter(s -> !s.isEmpty())
                        .toList();
        if (wanted.isEmpty()) {
            throw new UsageException("devices must be all, or some of " + String.join(", ", names));
        }
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new UsageException(
                        "devices: there is no device \"" + name + "\" in " + (folder == null ? "the jar" : folder)
                                + "; there are: " + String.join(", ", names) + Suggestion.didYouMean(name, names));
            }
        }
        return files.stream()
                .filter(file -> !file.device() || wanted.contains(file.name()))
                .map(RouteFile::location)
                .toList();
    }
}
