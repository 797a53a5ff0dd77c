package dev.piroutes.broker.access;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.utils.HashProcessor;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;

/** The users, in the two files that Artemis has for them: names with hashed passwords, and roles with names. */
public final class Accounts {
    /** {@code PicoA = ENC(…)}. */
    public static final String USERS = "artemis-users.properties";

    /** {@code devices = PicoA,PicoB}. */
    public static final String ROLES = "artemis-roles.properties";

    private static final String NAME = "[A-Za-z0-9_-]{1,128}";
    /** What a password is compared with where there is no such user, so that the answer takes as long. */
    private static final String NOBODY = hash("");

    private final Map<String, Account> accounts = new TreeMap<>();

    /** These users. */
    public Accounts(Collection<Account> accounts) {
        accounts.forEach(account -> this.accounts.put(account.name(), account));
    }

    /**
     * Reads both files of a folder.
     *
     * @throws AccessException if one cannot be read, or has what it must not have
     */
    public static Accounts read(Path folder) {
        Map<String, Role> roles = new TreeMap<>();
        Path file = folder.resolve(ROLES);
        properties(file).forEach((key, names) -> {
            Role role = Role.of(key.toString())
                    .orElseThrow(() -> new AccessException(
                            file + ": there is no role \"" + key + "\"; there are "
                                    + Arrays.stream(Role.values())
                                            .map(Role::key)
                                            .collect(Collectors.joining(", ")),
                            null));
            Arrays.stream(names.toString().split("\\s*,\\s*"))
                    .filter(name -> !name.isEmpty())
                    .forEach(name -> roles.put(name, role));
        });
        Map<String, Account> accounts = new TreeMap<>();
        properties(folder.resolve(USERS)).forEach((key, value) -> {
            Account account = account(folder, key.toString(), value.toString(), roles);
            accounts.put(account.name(), account);
        });
        return new Accounts(accounts.values());
    }

    private static Account account(Path folder, String name, String password, Map<String, Role> roles) {
        Path users = folder.resolve(USERS);
        if (!name.matches(NAME)) {
            throw new AccessException(
                    users + ": a user's name has 1 to 128 letters, digits, '-' or '_', but there is \"" + name + "\"",
                    null);
        }
        if (!PasswordMaskingUtil.isEncMasked(password)) {
            throw new AccessException(
                    users + ": the password of " + name + " is not hashed: pi-routes secure makes it so", null);
        }
        Role role = roles.get(name);
        if (role == null) {
            throw new AccessException(folder.resolve(ROLES) + ": " + name + " has no role", null);
        }
        return new Account(name, role, password);
    }

    private static Properties properties(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(AccessFile.text(file)));
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new AccessException(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** All of them, by name. */
    public Collection<Account> all() {
        return accounts.values();
    }

    /** The user of this name. */
    public Optional<Account> of(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** The user to whom a client id belongs, if it is somebody's: of those that could have it, the one of the longest name. */
    Optional<Account> owner(String clientId) {
        return accounts.values().stream()
                .filter(account -> clientId.equals(account.name()) || clientId.startsWith(account.name() + "-"))
                .max((a, b) -> a.name().length() - b.name().length());
    }

    /** Whether there is such a user with such a password. Takes its time: not for an event loop. */
    boolean verify(String name, char[] password) {
        Account account = accounts.get(name);
        boolean right = processor().compare(password, account == null ? NOBODY : account.hash());
        return right && account != null;
    }

    /** The hash of a password, as Artemis makes it, with a salt of its own. */
    public static String hash(String password) {
        try {
            return processor().hash(password);
        } catch (Exception e) {
            // Declared by Artemis for custom processors.
            throw new IllegalStateException("Artemis cannot hash a password", e);
        }
    }

    private static HashProcessor processor() {
        return PasswordMaskingUtil.getHashProcessor();
    }

    /** The text of {@link #USERS}. */
    public String usersText() {
        return "# Users and their hashed passwords. Made by pi-routes secure.\n"
                + accounts.values().stream()
                        .map(account -> account.name() + " = " + account.hash() + "\n")
                        .collect(Collectors.joining());
    }

    /** The text of {@link #ROLES}. */
    public String rolesText() {
        return "# What kind of client each user is: see Pi Routes, docs/secure.md. Made by pi-routes secure.\n"
                + Arrays.stream(Role.values())
                        .map(role -> role.key() + " = "
                                + accounts.values().stream()
                                        .filter(account -> account.role() == role)
                                        .map(Account::name)
                                        .collect(Collectors.joining(","))
                                + "\n")
                        .collect(Collectors.joining());
    }
}
