package dev.piroutes.broker.access;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What each user may publish and subscribe, in the format of Mosquitto's {@code acl_file}, of which it takes the part that
 * can be checked when a client subscribes: {@code user NAME}, and below it {@code topic read|write|readwrite TOPIC}, with
 * wildcards where they are meant. What is not permitted is denied.
 */
public final class Permissions {
    /** The file's name. */
    public static final String FILE = "permissions.acl";

    private static final Set<String> ACCESS = Set.of("read", "write", "readwrite");
    private static final Rights NONE = Rights.of(List.of(), List.of());

    private final Map<String, Rights> rights;

    /** By user. */
    public Permissions(Map<String, Rights> rights) {
        this.rights = new TreeMap<>(rights);
    }

    /**
     * Reads the file of a folder.
     *
     * @throws AccessException with file and line, if there is what it does not know
     */
    public static Permissions read(Path folder) {
        Path file = folder.resolve(FILE);
        return parse(file.toString(), AccessFile.text(file).lines().toList());
    }

    static Permissions parse(String file, List<String> lines) {
        Map<String, Rights> rights = new TreeMap<>();
        String user = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            String place = file + ", line " + (i + 1) + ": ";
            if (line.startsWith("user ")) {
                user = line.substring(5).trim();
                rights.putIfAbsent(user, NONE);
            } else if (line.startsWith("topic ")) {
                topic(rights, user, line.substring(6).trim(), place);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new AccessException(
                        place + "expected \"user NAME\" or \"topic read|write|readwrite TOPIC\", but was \"" + line
                                + "\"",
                        null);
            }
        }
        return new Permissions(rights);
    }

    private static void topic(Map<String, Rights> rights, @Nullable String user, String text, String place) {
        if (user == null) {
            throw new AccessException(place + "a topic belongs below a \"user NAME\": nobody is anonymous here", null);
        }
        String[] words = text.split("\\s+", 2);
        if (words.length < 2 || !ACCESS.contains(words[0])) {
            throw new AccessException(
                    place + "expected \"topic read|write|readwrite TOPIC\", but was \"topic " + text + "\"", null);
        }
        Rights had = rights.getOrDefault(user, NONE);
        Set<String> read = new TreeSet<>(had.read());
        Set<String> write = new TreeSet<>(had.write());
        if (words[0].startsWith("read")) {
            read.add(words[1]);
        }
        if (words[0].endsWith("write")) {
            write.add(words[1]);
        }
        rights.put(user, Rights.of(read, write));
    }

    /** What the user may; nothing if it is not mentioned. */
    public Rights of(String user) {
        return rights.getOrDefault(user, NONE);
    }

    /** The text of the file. */
    public String text() {
        StringBuilder text =
                new StringBuilder("# Who may publish (write) and subscribe (read) what; everything else is denied.\n"
                        + "# Made by pi-routes secure. What it says of devices is made from their routes, again at every run;\n"
                        + "# what it says of people is yours to change.\n");
        rights.forEach((user, may) -> {
            text.append("\nuser ").append(user).append('\n');
            Set<String> topics = new TreeSet<>(may.read());
            topics.addAll(may.write());
            for (String topic : topics) {
                String access =
                        !may.read().contains(topic) ? "write" : may.write().contains(topic) ? "readwrite" : "read";
                text.append("topic ").append(access).append(' ').append(topic).append('\n');
            }
        });
        return text.toString();
    }
}
