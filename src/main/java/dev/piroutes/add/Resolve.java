package dev.piroutes.add;

import dev.piroutes.files.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.tooling.maven.MavenArtifact;
import org.apache.camel.tooling.maven.MavenDownloaderImpl;
import org.apache.camel.tooling.maven.MavenResolutionException;

/**
 * Finds an artifact and all that it needs, with Camel's own downloader, in the local repository or a remote one. A program of
 * its own: its libraries are in {@code lib/add}, which the one that runs devices never loads.
 *
 * <p>It reads the URLs of repositories, a line each, as a command line is visible to all users of a machine. It prints a line
 * for each artifact: group, artifact, version and file, between tabs. Its log and its last words are on the standard error.
 */
final class Resolve {

    /** One more than the downloader has requests at once. */
    private static final int ATTEMPTS = 5;

    private Resolve() {}

    /** @param args the artifact as group:artifact:version */
    public static void main(String[] args) {
        PrintStream out = System.out;
        System.setOut(System.err);
        List<String> lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                .lines()
                .toList();
        System.exit(run(args[0], lines, out));
    }

    private static int run(String artifact, List<String> urls, PrintStream out) {
        try {
            ProxyVariables.of(System.getenv()).use();
            // Each once, whoever one is there.
            List<Repository> repositories = List.copyOf(urls.stream()
                    .map(Repository::of)
                    .collect(Collectors.toMap(Repository::toString, one -> one, (one, same) -> one, LinkedHashMap::new))
                    .values());
            prepareLocalRepository();
            for (MavenArtifact found : find(artifact, repositories, 1)) {
                out.println(String.join(
                        "\t",
                        found.getGav().getGroupId(),
                        found.getGav().getArtifactId(),
                        found.getGav().getVersion(),
                        found.getFile().toString()));
            }
            return 0;
        } catch (MavenResolutionException e) {
            String reason = reason(e);
            System.err.println(reason);
            return reason.startsWith("Could not find") ? Resolved.NOT_FOUND : Resolved.NOT_REACHED;
        } catch (IOException | RuntimeException e) {
            System.err.println(Reason.of(e));
            return Resolved.FAULT;
        }
    }

    /**
     * To a proxy with a password, Maven's library gives it in the wrong header in some of several requests at once. What came
     * is kept, so that fewer of them are left each time; poms can be had one after the other at once.
     */
    private static List<MavenArtifact> find(String artifact, List<Repository> repositories, int attempt)
            throws MavenResolutionException, IOException {
        try (MavenDownloaderImpl maven = new MavenDownloaderImpl()) {
            maven.setFresh(true); // what was not there the last time may be there now
            start(maven, repositories);
            Set<String> urls = new LinkedHashSet<>();
            repositories.forEach(repository -> urls.add(repository.toString()));
            return maven.resolveArtifacts(List.of(artifact), urls, true, false);
        } catch (MavenResolutionException e) {
            if (attempt == ATTEMPTS || !reason(e).contains(" 407")) {
                throw e;
            }
            System.setProperty("aether.dependencyCollector.impl", "df");
            return find(artifact, repositories, attempt + 1);
        }
    }

    /** It reads the settings now. */
    private static void start(MavenDownloaderImpl maven, List<Repository> repositories) throws IOException {
        boolean open = repositories.stream().allMatch(repository -> repository.user() == null);
        Logins logins = open ? null : new Logins(repositories);
        try {
            maven.start();
        } finally {
            if (logins != null) {
                logins.close();
            }
        }
    }

    /** Without one the downloader loads everything anew, each time. */
    private static void prepareLocalRepository() {
        try {
            Files.createDirectories(Path.of(System.getProperty("user.home"), ".m2", "repository"));
        } catch (IOException e) {
            // A user without a home: the downloader takes a temporary one.
        }
    }

    /** The innermost that names artifact and repository; the root has a host's name only. */
    private static String reason(Exception e) {
        return Reason.chain(e).stream()
                .map(Reason::of)
                .filter(message -> message.startsWith("Could not "))
                .reduce((outer, inner) -> inner)
                .orElseGet(() -> Reason.of(Reason.root(e)));
    }
}
