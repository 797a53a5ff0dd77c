package dev.piroutes.add;

import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.io.xpp3.SettingsXpp3Reader;
import org.apache.maven.settings.io.xpp3.SettingsXpp3Writer;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;

/**
 * Maven's settings of this user, and the users of repositories that stand in no settings, for as long as they are read: in a
 * folder that nobody else may look into. In a URL they would be in messages, and in the local repository beside what was not
 * found.
 *
 * <p>The folder stands for the user's home meanwhile, since Camel 4 forgets where it was told that the settings are
 * ({@code MavenDownloaderImpl.validateMavenSettingsLocations}). To be used where nothing else goes on in the JVM.
 */
final class Logins implements AutoCloseable {
    private static final String HOME = "user.home";
    private static final String FOLDER = ".m2";
    private static final String SETTINGS = "settings.xml";
    /** For passwords in the settings that are encrypted. */
    private static final String SECURITY = "settings-security.xml";

    private final String home = System.getProperty(HOME);
    private final Path standIn;
    private final Path folder;

    /** @param repositories all that Camel's downloader is given, in their order: it calls them custom1, custom2 */
    Logins(List<Repository> repositories) throws IOException {
        standIn = Files.createTempDirectory("settings");
        folder = Files.createDirectory(standIn.resolve(FOLDER));
        try {
            Path own = Path.of(home, FOLDER);
            Settings settings = read(own.resolve(SETTINGS));
            if (settings.getLocalRepository() == null) {
                settings.setLocalRepository(own.resolve("repository").toString());
            }
            add(repositories, settings);
            try (Writer out = Files.newBufferedWriter(folder.resolve(SETTINGS))) {
                new SettingsXpp3Writer().write(out, settings);
            }
            if (Files.isRegularFile(own.resolve(SECURITY))) {
                Files.copy(own.resolve(SECURITY), folder.resolve(SECURITY));
            }
            System.setProperty(HOME, standIn.toString());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Settings read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new Settings();
        }
        String text = Files.readString(file).replace("${" + HOME + "}", home);
        try {
            return new SettingsXpp3Reader().read(new StringReader(text), false);
        } catch (XmlPullParserException e) {
            throw new IOException(file + " is no XML that Maven can read", e);
        }
    }

    private static void add(List<Repository> repositories, Settings settings) {
        for (int i = 0; i < repositories.size(); i++) {
            UserInfo user = repositories.get(i).user();
            if (user != null) {
                Server server = new Server();
                server.setId("custom" + (i + 1));
                server.setUsername(user.name());
                server.setPassword(user.password());
                settings.addServer(server);
            }
        }
    }

    @Override
    public void close() throws IOException {
        System.setProperty(HOME, home);
        for (Path path : List.of(folder.resolve(SETTINGS), folder.resolve(SECURITY), folder, standIn)) {
            Files.deleteIfExists(path);
        }
    }
}
