package dev.piroutes.broker.access;

import dev.piroutes.topic.TopicFilter;
import java.util.Collection;

/** What one connection of a user may, as it was when it connected: when that changes, the connection is closed. */
final class UserPermit implements Access.Permit {
    private final Users users;
    private final Account account;
    private final Rights rights;
    private final Login login;
    private volatile Runnable close = () -> {};

    UserPermit(Users users, Account account, Rights rights, Login login) {
        this.users = users;
        this.account = account;
        this.rights = rights;
        this.login = login;
    }

    @Override
    public boolean mayPublish(String topic) {
        return covers(rights.write(), topic) || denied("publish to", "write", topic);
    }

    @Override
    public boolean maySubscribe(String filter) {
        return covers(rights.read(), filter) || denied("subscribe to", "read", filter);
    }

    @Override
    public boolean mayReceive(String topic) {
        return covers(rights.read(), topic) || denied("receive", "read", topic);
    }

    /** Whether all that the filter would get is permitted. */
    private static boolean covers(Collection<String> permitted, String filter) {
        for (String each : permitted) {
            if (TopicFilter.covers(each, filter)) {
                return true;
            }
        }
        return false;
    }

    private boolean denied(String what, String access, String topic) {
        users.denials.log(login.address(), Verdict.needs(account.name(), what, access, topic));
        return false;
    }

    @Override
    public void opened(Runnable closing) {
        close = closing;
        users.connected.add(this);
        // The files may have changed since it was decided.
        compare(users.book());
    }

    @Override
    public void closed() {
        users.connected.remove(this);
    }

    /** Ends the connection if the user is another now, or may other things. */
    void compare(Users.Book book) {
        boolean same =
                book.accounts().of(account.name()).filter(account::equals).isPresent();
        if (!same
                || !book.mayBe(account, login.clientId())
                || !book.rightsOf(account, login.clientId()).equals(rights)) {
            users.denials.log(
                    login.address(),
                    "user " + Verdict.quoted(account.name())
                            + (same ? " has other permissions now" : " was changed or removed")
                            + ": its connection is closed");
            close.run();
        }
    }
}
