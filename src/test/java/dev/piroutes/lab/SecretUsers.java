package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.access.Account;
import dev.piroutes.broker.access.Accounts;
import dev.piroutes.broker.access.Permissions;
import dev.piroutes.broker.access.Rights;
import dev.piroutes.broker.access.Role;
import dev.piroutes.kit.Nasty;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.secure.Wishes;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A folder of the secure profile with one user for each password of {@link Nasty}, and keys for the broker alone. */
final class SecretUsers {
    static final List<String> ALL = Nasty.marked();

    private SecretUsers() {}

    /** Makes it. */
    static Path folder(Path secure) throws Exception {
        new SecureFolder(secure, Clock.systemUTC(), Instant.EPOCH)
                .update(new Wishes(List.of(), List.of(), List.of(), List.of("127.0.0.1"), List.of()));
        List<Account> accounts = new ArrayList<>();
        Map<String, Rights> rights = new TreeMap<>();
        for (String secret : ALL) {
            accounts.add(new Account(of(secret), Role.PEOPLE, Accounts.hash(secret)));
            rights.put(of(secret), Rights.of(List.of("csc2106/#"), List.of("csc2106/#")));
        }
        Accounts users = new Accounts(accounts);
        Files.writeString(secure.resolve(Accounts.USERS), users.usersText());
        Files.writeString(secure.resolve(Accounts.ROLES), users.rolesText());
        Files.writeString(secure.resolve(Permissions.FILE), new Permissions(rights).text());
        // With a password that has a place in none of its files and URLs.
        String keys = ALL.get(21);
        assertThat(keys).contains(";");
        lock(secure, keys);
        return secure;
    }

    /** Gives the server's key store another password. */
    private static void lock(Path secure, String password) throws Exception {
        char[] old = SecureFolder.keystorePassword(secure).toCharArray();
        Path file = secure.resolve(SecureFolder.SERVER_KEYS);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, old);
        }
        KeyStore locked = KeyStore.getInstance("PKCS12");
        locked.load(null, null);
        for (String alias : Collections.list(store.aliases())) {
            boolean key = store.isKeyEntry(alias);
            locked.setEntry(
                    alias,
                    store.getEntry(alias, key ? new PasswordProtection(old) : null),
                    key ? new PasswordProtection(password.toCharArray()) : null);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            locked.store(out, password.toCharArray());
        }
        Files.writeString(
                secure.resolve("secure.properties"), "keystore.password=" + Nasty.inProperties(password) + "\n");
    }

    /** The user who has this password. */
    static String of(String secret) {
        return "u" + ALL.indexOf(secret);
    }

    /** The next passwords of all; options and variables of another process have letters of ASCII alone here. */
    static List<String> next(int first, int count, boolean ascii) {
        List<String> some = ALL.stream()
                .filter(secret -> !ascii || secret.matches("\\p{ASCII}*"))
                .toList();
        return IntStream.range(first, first + count)
                .mapToObj(i -> some.get(i % some.size()))
                .toList();
    }
}
