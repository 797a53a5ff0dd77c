package dev.piroutes.secure;

import dev.piroutes.broker.access.AccessException;
import dev.piroutes.broker.access.Account;
import dev.piroutes.broker.access.Accounts;
import dev.piroutes.broker.access.Permissions;
import dev.piroutes.broker.access.Rights;
import dev.piroutes.broker.access.Role;
import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.tls.Dates;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the secure profile. {@link #update} makes it what the wishes say, and leaves alone what is so already:
 * passwords, keys and certificates of users that stay.
 */
public final class SecureFolder {
    /** The server's key, and the authority that it trusts. */
    public static final String SERVER_KEYS = "server.p12";

    /** The authority's certificate, for clients. */
    public static final String CA = "ca.pem";

    private static final Logger LOG = LoggerFactory.getLogger(SecureFolder.class);
    private static final String KEYS = "keys.p12";
    private static final String OWN = "secure.properties";
    private static final String HOSTS = "broker.hosts";
    private static final String KEYSTORE_PASSWORD = "keystore.password";
    private static final int PASSWORD_BYTES = 18;

    private final Path folder;
    private final Clock clock;
    private final Instant built;
    private final SecureRandom random = new SecureRandom();
    private final List<String> changes = new ArrayList<>();

    /**
     * @param folder need not exist
     * @param built when this program was built: a clock that is before it makes certificates that nobody can use
     */
    public SecureFolder(Path folder, Clock clock, Instant built) {
        this.folder = folder;
        this.clock = clock;
        this.built = built;
    }

    /**
     * The password of the folder's key stores.
     *
     * @throws SecureException if there is no such folder
     */
    public static String keystorePassword(Path folder) {
        Path file = folder.resolve(OWN);
        if (!Files.exists(file)) {
            throw new SecureException("secure.dir " + folder + " is not made yet: pi-routes secure makes it");
        }
        String password = properties(file).getProperty(KEYSTORE_PASSWORD, "");
        if (password.length() < 6) {
            throw new SecureException(file + " has no " + KEYSTORE_PASSWORD
                    + ", without which nobody can read the folder's keys: put back a copy of it, or move the folder away"
                    + " and run pi-routes secure, which makes another, with new passwords for all");
        }
        return password;
    }

    /**
     * The certificates of a folder, as far as it is made and can be read: the authority's, the server's, the users'.
     *
     * @param cure what to do when one ends
     */
    public static List<CertificateInUse> certificates(Path folder, String cure) {
        List<CertificateInUse> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pem")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                CertificateInUse.in(file, name.equals(CA) ? "authority" : name.replaceFirst("\\.pem$", ""), cure)
                        .ifPresent(all::add);
            }
            Path server = folder.resolve(SERVER_KEYS);
            // A copy for devices elsewhere has none.
            if (Files.exists(server)) {
                all.add(new CertificateInUse(
                        "server", server.toString(), Keys.serverCertificate(server, keystorePassword(folder)), cure));
            }
        } catch (IOException | GeneralSecurityException | SecureException e) {
            LOG.debug("{} cannot be looked at: {}", folder, Reason.of(e));
        }
        all.sort(Comparator.comparing(CertificateInUse::name));
        return all;
    }

    /**
     * Makes it so.
     *
     * @return what was changed, a line each; empty if nothing was
     * @throws SecureException if it cannot be
     */
    public List<String> update(Wishes wishes) {
        changes.clear();
        requireTime();
        Accounts before = accounts();
        Permissions had = Files.exists(folder.resolve(Permissions.FILE)) ? permissions() : new Permissions(Map.of());
        wishes.require(before);
        SecretFiles.folder(folder);
        Map<String, Role> wanted = wishes.roles(before);
        Map<String, Rights> rights = wishes.rights(before, had);
        Set<String> hosts = hosts(wishes);
        Keys keys = new Keys(folder.resolve(KEYS), keystorePassword(folder), clock);
        certificates(keys, hosts, before, wanted);
        Map<String, Account> after = new TreeMap<>();
        wanted.forEach((name, role) -> after.put(name, account(name, role, before, wishes.password(name))));
        before.all().stream().filter(old -> !wanted.containsKey(old.name())).forEach(old -> remove(old.name()));
        rights.forEach((name, may) -> compare(name, had.of(name), may, before));
        // Permissions last: a user without them may nothing yet.
        Accounts all = new Accounts(after.values());
        SecretFiles.write(folder.resolve(Accounts.ROLES), all.rolesText());
        SecretFiles.write(folder.resolve(Accounts.USERS), all.usersText());
        SecretFiles.write(
                folder.resolve(Permissions.FILE),
                had.with(rights, wishes.clientIds()).text());
        return List.copyOf(changes);
    }

    private void requireTime() {
        Instant now = clock.instant();
        if (now.isBefore(built)) {
            throw new SecureException(
                    "the clock says " + Dates.minute(now) + ", which is before this program was built ("
                            + Dates.day(built)
                            + "): set it first (sudo timedatectl set-ntp true), or the certificates would not be"
                            + " valid");
        }
    }

    private Accounts accounts() {
        if (!Files.exists(folder.resolve(Accounts.USERS))) {
            return new Accounts(List.of());
        }
        try {
            return Accounts.read(folder);
        } catch (AccessException e) {
            throw new SecureException(Reason.of(e), e);
        }
    }

    private Permissions permissions() {
        try {
            return Permissions.read(folder);
        } catch (AccessException e) {
            throw new SecureException(Reason.of(e), e);
        }
    }

    /** What is to be remembered from run to run is in a file of its own. */
    private Set<String> hosts(Wishes wishes) {
        Path file = folder.resolve(OWN);
        Properties own = Files.exists(file) ? properties(file) : new Properties();
        Set<String> more =
                new LinkedHashSet<>(Arrays.asList(own.getProperty(HOSTS, "").split(",")));
        more.addAll(wishes.moreHosts());
        more.remove("");
        SecretFiles.write(
                file,
                "# The password of the key stores in this folder, and further names of the broker.\n"
                        + KEYSTORE_PASSWORD
                        + "=" + escaped(own.getProperty(KEYSTORE_PASSWORD, secret())) + "\n" + HOSTS + "="
                        + String.join(",", more) + "\n");
        Set<String> hosts = new LinkedHashSet<>(wishes.hosts());
        hosts.addAll(more);
        return hosts;
    }

    private void certificates(Keys keys, Set<String> hosts, Accounts before, Map<String, Role> wanted) {
        String authority = keys.ensureAuthority();
        if (authority.equals("new")) {
            changes.add("authority: new; its certificate is " + CA);
        } else if (!authority.isEmpty()) {
            changes.add("authority: certificate " + renewed(authority) + ", with the same key; give clients the new "
                    + CA + ", the old one is good until it ends");
        }
        String why = keys.ensureServer(hosts);
        if (!why.isEmpty() || !authority.isEmpty() || !Files.exists(folder.resolve(SERVER_KEYS))) {
            changes.add("server: certificate " + renewed(why) + " for " + String.join(", ", hosts));
            SecretFiles.write(folder.resolve(SERVER_KEYS), keys.serverStore());
        }
        before.all().stream()
                .filter(old -> !wanted.containsKey(old.name()))
                .forEach(old -> keys.removeUser(old.name()));
        for (String name : wanted.keySet()) {
            String due = keys.ensureUser(name);
            Path pem = folder.resolve(name + ".pem");
            if (SecretFiles.write(pem, keys.userPem(name)) && before.of(name).isPresent()) {
                changes.add(name + ": certificate " + renewed(due));
            }
        }
        SecretFiles.restrict(folder.resolve(KEYS));
        SecretFiles.write(folder.resolve(CA), keys.authorityPem());
    }

    private static String renewed(String why) {
        return why.isEmpty() ? "written again" : why.equals("new") ? "new" : "renewed (" + why + ")";
    }

    private Account account(String name, Role role, Accounts before, @Nullable String own) {
        Account old = before.of(name).orElse(null);
        Path file = folder.resolve(name + ".properties");
        if (old != null && own == null) {
            return new Account(name, role, old.hash());
        }
        if (old != null) {
            changes.add(name + ": password changed");
        }
        String password = own == null ? secret() : own;
        SecretFiles.write(
                file,
                "# How " + name + " logs in. Paths are beside this file.\nmqtt.username=" + name + "\nmqtt.password="
                        + escaped(password) + "\nmqtt.ca=" + CA + "\nmqtt.certificate=" + name + ".pem\n");
        return new Account(name, role, Accounts.hash(password));
    }

    /** As a value in a file of properties. */
    private static String escaped(String value) {
        String escaped = value.replace("\\", "\\\\");
        return escaped.startsWith(" ") ? "\\" + escaped : escaped;
    }

    private void remove(String name) {
        SecretFiles.delete(folder.resolve(name + ".properties"));
        SecretFiles.delete(folder.resolve(name + ".pem"));
        changes.add(name + ": removed");
    }

    private void compare(String name, Rights had, Rights may, Accounts before) {
        if (before.of(name).isEmpty()) {
            changes.add(name + ": new; " + inWords(may));
        } else if (!had.equals(may)) {
            changes.add(name + ": " + inWords(may));
        }
    }

    private static String inWords(Rights may) {
        List<String> parts = new ArrayList<>();
        if (!may.write().isEmpty()) {
            parts.add("publishes " + String.join(", ", may.write()));
        }
        if (!may.read().isEmpty()) {
            parts.add("subscribes " + String.join(", ", may.read()));
        }
        return parts.isEmpty() ? "may nothing" : String.join("; ", parts);
    }

    private String secret() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        // Without = and /, and at home on any command line.
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes)
                .replace('-', 'm')
                .replace('_', 'u');
    }

    private static Properties properties(Path file) {
        try {
            return TextFile.properties(file);
        } catch (IOException e) {
            throw new SecureException(file + " cannot be read: " + Reason.of(e), e);
        }
    }
}
