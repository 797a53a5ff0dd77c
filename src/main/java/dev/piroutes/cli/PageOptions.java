package dev.piroutes.cli;

import dev.piroutes.net.Address;
import dev.piroutes.verify.Roots;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bench page that the settings ask for.
 *
 * @param password what it asks for, or null: beyond this machine it needs one
 * @param groups that its view of the class expects
 */
record PageOptions(String host, int port, @Nullable String password, List<String> groups) {
    /** Groups of one class; each has a tile on the page. */
    private static final int MOST = 200;

    /** @return null if there shall be none. @throws UsageException if one of the settings does not fit */
    static @Nullable PageOptions of(Settings settings) {
        int port = settings.port(Setting.PAGE_PORT);
        if (port == 0) {
            return null;
        }
        String host = settings.require(Setting.PAGE_HOST);
        String password = settings.get(Setting.PAGE_PASSWORD);
        if (!Address.isLoopback(host) && password == null) {
            throw new UsageException("page.host " + host + " opens the bench page to the network: give it a password"
                    + " in the environment variable PAGE_PASSWORD");
        }
        String groups = settings.get(Setting.PAGE_GROUPS);
        return new PageOptions(host, port, password, groups == null ? List.of() : groups(groups));
    }

    /**
     * Reads {@code g01..g30,staff}, as {@code verify --root} does.
     *
     * @throws UsageException if one is no single level of a topic, stands twice, or there are too many
     */
    static List<String> groups(String list) {
        List<String> groups;
        try {
            groups = Roots.of(list);
        } catch (IllegalArgumentException e) {
            groups = List.of();
        }
        if (groups.isEmpty()
                || groups.size() > MOST
                || !groups.stream().allMatch(group -> group.matches("[A-Za-z0-9_-]{1,64}"))) {
            throw new UsageException("page.groups must be at most " + MOST + " different groups, such as g01..g30 or"
                    + " red,blue (letters, digits, - and _), but was \"" + list + "\"");
        }
        return groups;
    }

    String url() {
        String shown = Address.isEverywhere(host)
                ? BrokerOptions.addresses().stream().findFirst().orElse("127.0.0.1")
                : host;
        return "http://" + new Address(shown, port) + "/";
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url();
    }
}
