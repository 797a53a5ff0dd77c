package dev.piroutes.broker.access;

import dev.piroutes.broker.access.Access.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * What is wrong with a client that wants to connect.
 *
 * @param answer for the client
 * @param why for the log
 */
record Verdict(Refusal answer, String why) {

    /** Looks a client's claims over; empty: nothing is wrong. Takes its time: the password is hashed. */
    static Optional<Verdict> on(Login login, Users.Book book) {
        String user = Objects.requireNonNullElse(login.user(), "");
        if (user.isEmpty()) {
            return refuse(
                    Refusal.BAD_CREDENTIALS,
                    "client id " + quoted(login.clientId()) + " gave no user name: nobody is anonymous here");
        }
        byte[] given = Objects.requireNonNullElse(login.password(), new byte[0]);
        boolean right = book.accounts().verify(user, new String(given, StandardCharsets.UTF_8).toCharArray());
        Account account = book.accounts().of(user).orElse(null);
        if (account == null) {
            return refuse(
                    Refusal.BAD_CREDENTIALS,
                    "there is no user " + quoted(user)
                            + ": pi-routes secure makes one for each device, and with --user=" + user
                            + " for a person");
        }
        if (!right) {
            return refuse(
                    Refusal.BAD_CREDENTIALS,
                    "user " + quoted(user) + " gave " + (given.length == 0 ? "no" : "a wrong")
                            + " password: the right one" + " is in its " + user + ".properties");
        }
        return identity(login, account, book).or(() -> will(login, account, book));
    }

    private static Optional<Verdict> identity(Login login, Account account, Users.Book book) {
        X509Certificate certificate = login.certificate();
        String owner = certificate == null ? account.name() : commonName(certificate);
        if (!owner.equals(account.name())) {
            return refuse(
                    Refusal.NOT_AUTHORIZED,
                    "user " + quoted(account.name()) + " came with the certificate of " + quoted(owner)
                            + ": it would have to be its own, " + account.name() + ".pem");
        }
        return book.mayBe(account, login.clientId())
                ? Optional.empty()
                : refuse(
                        Refusal.CLIENT_ID_NOT_ALLOWED,
                        "user " + quoted(account.name()) + " may not use client id " + quoted(login.clientId())
                                + ": it would have to be " + account.clientIds());
    }

    private static Optional<Verdict> will(Login login, Account account, Users.Book book) {
        String topic = login.willTopic();
        return topic == null || book.rightsOf(account, login.clientId()).mayPublish(topic)
                ? Optional.empty()
                : refuse(Refusal.NOT_AUTHORIZED, needs(account.name(), "leave a will on", "write", topic));
    }

    private static Optional<Verdict> refuse(Refusal answer, String why) {
        return Optional.of(new Verdict(answer, why));
    }

    private static String commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue().toString())
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException e) {
            return "";
        }
    }

    /** What a user may not, and what it would need. */
    static String needs(String user, String what, String access, String topic) {
        return "user " + quoted(user) + " may not " + what + " " + quoted(topic) + ": that needs \"topic " + access
                + " " + topic + "\" below \"user " + user + "\" in " + Permissions.FILE;
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
