package dev.piroutes.broker.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each user may publish and subscribe, in the format of Mosquitto's {@code acl_file}, of which it takes the part that
 * can be checked when a client subscribes: {@code user NAME}, and below it {@code topic read|write|readwrite TOPIC}, with
 * wildcards where they are meant; and for every user {@code pattern read|write|readwrite TOPIC}, in which {@code %u} is the user's
 * name and {@code %c} the client id. One word is its own: below a user, {@code clientid ID} lists an id that is this user's. What is
 * not permitted is denied.
 */
public final class Permissions {
    /** The file's name. */
    public static final String FILE = "permissions.acl";

    private static final Set<String> ACCESS = Set.of("read", "write", "readwrite");
    private static final Rights NONE = Rights.of(List.of(), List.of());

    private static final Pattern PLACE = Pattern.compile("%[uc]");
    private static final Pattern MORE_THAN_A_LEVEL = Pattern.compile("[/+#]");

    private final Map<String, Rights> rights;
    private final Map<String, SortedSet<String>> clientIds;
    private final Rights patterns;

    private Permissions(Map<String, Rights> rights, Map<String, SortedSet<String>> clientIds, Rights patterns) {
        this.rights = new TreeMap<>(rights);
        this.clientIds = new TreeMap<>(clientIds);
        this.patterns = patterns;
    }

    /** By user. */
    public Permissions(Map<String, Rights> rights) {
        this(rights, Map.of(), NONE);
    }

    /**
     * The same patterns, other users: of those that stay, the ids stay, too.
     *
     * @param more ids, by user
     */
    public Permissions with(Map<String, Rights> users, Map<String, ? extends Collection<String>> more) {
        Map<String, SortedSet<String>> ids = new TreeMap<>(clientIds);
        more.forEach((user, list) -> list.forEach(id -> add(ids, user, id)));
        ids.keySet().retainAll(users.keySet());
        return new Permissions(users, ids, patterns);
    }

    private static void add(Map<String, SortedSet<String>> ids, String user, String id) {
        SortedSet<String> all = new TreeSet<>(ids.getOrDefault(user, Collections.emptySortedSet()));
        all.add(id);
        ids.put(user, all);
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
        Map<String, SortedSet<String>> ids = new TreeMap<>();
        Rights patterns = NONE;
        String user = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            String place = file + ", line " + (i + 1) + ": ";
            if (line.startsWith("user ")) {
                user = line.substring(5).trim();
                rights.putIfAbsent(user, NONE);
            } else if (line.startsWith("topic ")) {
                String of = below(user, "a topic", place);
                rights.put(of, rights.getOrDefault(of, NONE).and(access("topic", line, place)));
            } else if (line.startsWith("pattern ")) {
                patterns = patterns.and(access("pattern", line, place));
            } else if (line.startsWith("clientid ")) {
                add(ids, below(user, "a client id", place), line.substring(9).trim());
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new AccessException(
                        place
                                + "expected \"user NAME\", \"topic read|write|readwrite TOPIC\", \"pattern …\" or \"clientid ID\", but was \""
                                + line + "\"",
                        null);
            }
        }
        return new Permissions(rights, ids, patterns);
    }

    private static String below(@Nullable String user, String what, String place) {
        if (user == null) {
            throw new AccessException(place + what + " belongs below a \"user NAME\": nobody is anonymous here", null);
        }
        return user;
    }

    private static Rights access(String kind, String line, String place) {
        String text = line.substring(kind.length()).trim();
        String[] words = text.split("\\s+", 2);
        if (words.length < 2 || !ACCESS.contains(words[0])) {
            throw new AccessException(
                    place + "expected \"" + kind + " read|write|readwrite TOPIC\", but was \"" + kind + " " + text
                            + "\"",
                    null);
        }
        List<String> topic = List.of(words[1]);
        return Rights.of(
                words[0].startsWith("read") ? topic : List.of(), words[0].endsWith("write") ? topic : List.of());
    }

    /** What a client of the user may: patterns, too. */
    Rights of(String user, String clientId) {
        return of(user).and(
                        Rights.of(filled(patterns.read(), user, clientId), filled(patterns.write(), user, clientId)));
    }

    /** With the names for their places, each no less and no more than a part of a level: no id makes a wildcard of it. */
    private static List<String> filled(Collection<String> patterns, String user, String clientId) {
        List<String> filled = new ArrayList<>();
        for (String pattern : patterns) {
            boolean named = !pattern.contains("%c")
                    || !clientId.isEmpty()
                            && !MORE_THAN_A_LEVEL.matcher(clientId).find();
            if (named) {
                filled.add(PLACE.matcher(pattern)
                        .replaceAll(
                                place -> Matcher.quoteReplacement(place.group().equals("%u") ? user : clientId)));
            }
        }
        return filled;
    }

    /** The users at whom a client id is listed. */
    Set<String> usersOf(String clientId) {
        return clientIds.entrySet().stream()
                .filter(each -> each.getValue().contains(clientId))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What the user may by itself; nothing if it is not mentioned. */
    public Rights of(String user) {
        return rights.getOrDefault(user, NONE);
    }

    /** The text of the file. */
    public String text() {
        StringBuilder text =
                new StringBuilder("# Who may publish (write) and subscribe (read) what; everything else is denied.\n"
                        + "# Made by pi-routes secure. What it says of devices is made from their routes, again at every run;\n"
                        + "# what it says of people and appliances is yours to change, and so are patterns.\n");
        if (!patterns.equals(NONE)) {
            text.append('\n');
            lines(text, "pattern", patterns);
        }
        rights.forEach((user, may) -> {
            text.append("\nuser ").append(user).append('\n');
            clientIds
                    .getOrDefault(user, Collections.emptySortedSet())
                    .forEach(id -> text.append("clientid ").append(id).append('\n'));
            lines(text, "topic", may);
        });
        return text.toString();
    }

    private static void lines(StringBuilder text, String kind, Rights may) {
        Set<String> topics = new TreeSet<>(may.read());
        topics.addAll(may.write());
        for (String topic : topics) {
            String access = !may.read().contains(topic) ? "write" : may.write().contains(topic) ? "readwrite" : "read";
            text.append(kind)
                    .append(' ')
                    .append(access)
                    .append(' ')
                    .append(topic)
                    .append('\n');
        }
    }
}
