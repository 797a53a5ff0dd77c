package dev.piroutes.secure;

import dev.piroutes.broker.access.Account;
import dev.piroutes.broker.access.Accounts;
import dev.piroutes.broker.access.Permissions;
import dev.piroutes.broker.access.Rights;
import dev.piroutes.broker.access.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the folder of the secure profile shall hold, and which users with which rights follow from it.
 *
 * @param clients those of the routes
 * @param added people and appliances to add or to change; those that are there stay
 * @param gone names of people and appliances to remove
 * @param hosts names and addresses under which clients reach the broker, as this machine knows them
 * @param moreHosts others; they stay at later runs
 */
public record Wishes(
        Collection<ClientUse> clients,
        Collection<Added> added,
        Collection<String> gone,
        Collection<String> hosts,
        Collection<String> moreHosts) {

    /**
     * A user whom the routes do not know.
     *
     * @param may what a new one may, and an appliance besides what it might
     * @param clientIds ids of its maker's
     * @param password null: a new one gets one that is made up, another keeps its own
     */
    public record Added(String name, Role role, Rights may, Collection<String> clientIds, @Nullable String password) {
        /** A person. */
        public static Added person(String name, Rights may) {
            return new Added(name, Role.PEOPLE, may, List.of(), null);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return name + " of " + role.key();
        }
    }

    /**
     * Checks them.
     *
     * @throws SecureException if a name is none, is another's, or is to be removed and not there
     */
    void require(Accounts before) {
        for (Added user : added) {
            String name = user.name();
            String option = user.role() == Role.PEOPLE ? "--user" : "--appliance";
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new SecureException(
                        option + " must be 1 to 64 letters, digits, '-' or '_', but was \"" + name + "\"");
            }
            if (clients.stream().anyMatch(client -> client.name().equalsIgnoreCase(name))) {
                throw new SecureException(option + " " + name + " is a device's name: choose another");
            }
            Role had = before.of(name).map(Account::role).orElse(user.role());
            if (!had.isOfRoutes() && had != user.role()) {
                throw new SecureException(
                        option + " " + name + " is one of the " + had.key() + " already: choose another");
            }
        }
        for (String name : gone) {
            if (before.of(name).filter(account -> !account.role().isOfRoutes()).isEmpty()) {
                throw new SecureException(
                        "--remove-user: there is no person or appliance \"" + name + "\" among the users");
            }
        }
    }

    /** All users, with their roles. */
    Map<String, Role> roles(Accounts before) {
        Map<String, Role> wanted = new TreeMap<>();
        before.all().stream()
                .filter(account -> !account.role().isOfRoutes())
                .forEach(account -> wanted.put(account.name(), account.role()));
        added.forEach(user -> wanted.put(user.name(), user.role()));
        gone.forEach(wanted::remove);
        clients.forEach(client -> wanted.put(client.name(), client.role()));
        return wanted;
    }

    /** What each of them may. */
    Map<String, Rights> rights(Accounts before, Permissions had) {
        Map<String, Rights> rights = new TreeMap<>();
        roles(before).keySet().forEach(name -> rights.put(name, had.of(name)));
        added.stream()
                .filter(user ->
                        user.role() == Role.APPLIANCES || before.of(user.name()).isEmpty())
                .forEach(user -> rights.put(user.name(), had.of(user.name()).and(user.may())));
        clients.forEach(client -> rights.put(client.name(), client.rights()));
        return rights;
    }

    /** Ids of their makers', by user. */
    Map<String, Collection<String>> clientIds() {
        Map<String, Collection<String>> ids = new TreeMap<>();
        added.forEach(user -> ids.put(user.name(), user.clientIds()));
        return ids;
    }

    /** The password that a user is given, if any. */
    @Nullable
    String password(String name) {
        return added.stream()
                .filter(user -> user.name().equals(name))
                .map(Added::password)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
