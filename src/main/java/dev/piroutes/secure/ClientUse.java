package dev.piroutes.secure;

import dev.piroutes.broker.access.Rights;
import dev.piroutes.broker.access.Role;
import dev.piroutes.source.Place;
import java.util.TreeSet;

/**
 * One client of the route files, and the topics that it uses.
 *
 * @param name its client id, or what its client ids begin with
 * @param place where it is declared
 * @param publishes topics, status and will among them
 * @param subscribes topic filters
 * @param states topics that keep the states of its outputs, where that is wanted
 */
public record ClientUse(
        String name,
        Role role,
        Place place,
        TreeSet<String> publishes,
        TreeSet<String> subscribes,
        TreeSet<String> states) {

    ClientUse(String name, Role role, Place place) {
        this(name, role, place, new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    /** A bench page: it may read and publish everything at and below a root. */
    public static ClientUse page(String name, String root) {
        ClientUse page = new ClientUse(name, Role.PAGES, new Place("the bench page", 1, 1));
        page.publishes().add(root + "/#");
        page.subscribes().add(root + "/#");
        return page;
    }

    /** Whether it is a device, and not a page. */
    public boolean isDevice() {
        return role == Role.DEVICES;
    }

    /** Exactly what it uses. */
    public Rights rights() {
        return Rights.of(subscribes, publishes);
    }
}
