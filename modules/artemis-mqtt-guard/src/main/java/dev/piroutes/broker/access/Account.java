package dev.piroutes.broker.access;

/**
 * A user.
 *
 * @param name letters, digits, {@code -} and {@code _}
 * @param hash the password's hash as Artemis makes it, {@code ENC(…)}
 */
public record Account(String name, Role role, String hash) {

    /** Whether a client of this user may have such an id: the name itself or, for pages and people, {@code name-…} or none. */
    boolean mayBe(String clientId) {
        return clientId.equals(name) || role.isOfMany() && (clientId.isEmpty() || clientId.startsWith(name + "-"));
    }

    /** What {@link #mayBe} allows, in words. */
    String clientIds() {
        return switch (role) {
            case DEVICES -> Verdict.quoted(name);
            case APPLIANCES ->
                Verdict.quoted(name) + ", or a line \"clientid ID\" below \"user " + name + "\" in " + Permissions.FILE
                        + " would have to list it";
            case PAGES, PEOPLE -> Verdict.quoted(name) + " or " + Verdict.quoted(name + "-…");
        };
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return name + " of " + role.key();
    }
}
