package dev.piroutes.broker.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of client a user is. It decides about client ids; what it may publish and read is in {@link Permissions}. */
public enum Role {
    /** One client, whose id is the user's name. */
    DEVICES,
    /** The bench pages: any number of clients, whose ids begin with the user's name. */
    PAGES,
    /** A thing that was bought, with ids of its maker's: those that {@link Permissions} list, or the user's name. */
    APPLIANCES,
    /** A person's tools: any number of clients, whose ids begin with the user's name, or that have none. */
    PEOPLE;

    /** Whether the routes say which of these users there are; others were added by a person. */
    public boolean isOfRoutes() {
        return this == DEVICES || this == PAGES;
    }

    /** Whether ids may begin with the user's name. */
    boolean isOfMany() {
        return this == PAGES || this == PEOPLE;
    }

    /** As in the file of roles. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }
}
