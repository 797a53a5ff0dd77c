package dev.piroutes.broker.access;

/**
 * A user.
 *
 * @param name letters, digits, {@code -} and {@code _}
 * @param hash the password's hash as Artemis makes it, {@code ENC(…)}
 */
public record Account(String name, Role role, String hash) {

    /** Whether a client of this user may have such an id: the name itself or, if it is no device, {@code name-…} or none. */
    boolean mayBe(String clientId) {
        return clientId.equals(name) || role != Role.DEVICES && (clientId.isEmpty() || clientId.startsWith(name + "-"));
    }

    /** What {@link #mayBe} allows, in words. */
    String clientIds() {
        return role == Role.DEVICES ? "\"" + name + "\"" : "\"" + name + "\" or \"" + name + "-…\"";
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return name + " of " + role.key();
    }
}
