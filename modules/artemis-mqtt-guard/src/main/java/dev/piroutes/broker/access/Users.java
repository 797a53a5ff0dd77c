package dev.piroutes.broker.access;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a broker and what they may, from the files of the folder {@code dir}: a broker-plugin of
 * {@code secure.xml}. Without it, {@link Access#OPEN} holds. When the files have changed, and then stayed as they are for half a
 * second, they are read again, and clients whose user is gone or may no longer what it might have their connection closed.
 */
public final class Users implements ActiveMQServerPlugin, ActivateCallback, Access, AutoCloseable {
    private static final int LOOK_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    final Denials denials = new Denials(System::nanoTime);
    final Set<UserPermit> connected = ConcurrentHashMap.newKeySet();
    private Path folder = Path.of("secure");
    /** {@code null}: nobody is let in. */
    private volatile @Nullable Book book;

    private volatile @Nullable String problem;
    private List<FileTime> seen = List.of();
    private List<FileTime> lastLook = List.of();
    private @Nullable ScheduledExecutorService worker;

    /** Both files at one moment. */
    record Book(Accounts accounts, Permissions permissions) {
        Rights rightsOf(Account account, String clientId) {
            return permissions.of(account.name(), clientId);
        }

        /** An id is of the user who is called so, of those at whom it is listed, or else of the one whose name it begins with. */
        boolean mayBe(Account account, String clientId) {
            Optional<Account> named = accounts.of(clientId);
            if (named.isPresent()) {
                return named.get().equals(account);
            }
            Set<String> listed = permissions.usersOf(clientId);
            return listed.isEmpty()
                    ? account.mayBe(clientId)
                            && accounts.owner(clientId).map(account::equals).orElse(true)
                    : listed.contains(account.name());
        }
    }

    /** Called by Artemis with the plugin's properties. */
    @Override
    public void init(Map<String, String> properties) {
        folder = Path.of(Objects.requireNonNullElse(properties.get("dir"), "secure"));
        seen = times();
        try {
            book = read();
        } catch (AccessException e) {
            problem = Reason.of(e) + "; until it is mended nobody is let in";
        }
    }

    @Override
    public void registered(ActiveMQServer server) {
        if (problem != null) {
            LOG.error("users    {}", problem);
        }
        server.registerActivateCallback(this);
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "broker-users");
            thread.setDaemon(true);
            return thread;
        });
        one.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        worker = one;
    }

    @Override
    public void stop(ActiveMQServer server) {
        close();
    }

    @Override
    public void shutdown(ActiveMQServer server) {
        close();
    }

    /** Stops looking at the files. */
    @Override
    public void close() {
        if (worker != null) {
            worker.shutdownNow();
        }
    }

    private Book read() {
        return new Book(Accounts.read(folder), Permissions.read(folder));
    }

    private List<FileTime> times() {
        List<FileTime> times = new ArrayList<>();
        for (String file : List.of(Accounts.USERS, Accounts.ROLES, Permissions.FILE)) {
            try {
                times.add(Files.getLastModifiedTime(folder.resolve(file)));
            } catch (IOException e) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }

    /** Takes what has changed once it stays: who has written one of the files may be about to write the next. */
    void look() {
        List<FileTime> now = times();
        boolean settled = now.equals(lastLook);
        lastLook = now;
        if (!settled || now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            Book read = read();
            book = read;
            problem = null;
            LOG.info("users    read again from {}", folder);
            connected.forEach(permit -> permit.compare(read));
        } catch (AccessException e) {
            String until = book == null ? "until it is mended nobody is let in" : "until it is mended what was holds";
            problem = Reason.of(e) + "; " + until;
            LOG.error("users    stay as they were: {}", Reason.of(e));
        }
    }

    /** Decides beside the event loops: hashing takes time. */
    @Override
    public CompletionStage<Answer> connect(Login login) {
        ScheduledExecutorService executor = worker;
        if (executor == null) {
            return CompletableFuture.completedFuture(Refusal.NOT_AUTHORIZED);
        }
        try {
            return CompletableFuture.supplyAsync(() -> decide(login), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Refusal.NOT_AUTHORIZED);
        }
    }

    private Answer decide(Login login) {
        Book now = book;
        if (now == null) {
            denials.log(login.address(), String.valueOf(problem));
            return Refusal.UNAVAILABLE;
        }
        Verdict verdict = Verdict.on(login, now).orElse(null);
        if (verdict != null) {
            denials.log(login.address(), verdict.why());
            return verdict.answer();
        }
        Account account = now.accounts().of(String.valueOf(login.user())).orElseThrow();
        return new UserPermit(this, account, now.rightsOf(account, login.clientId()), login);
    }

    /**
     * Why a client would not be let in by what the files said last, in words; empty: it would be, or nobody is, of which {@link
     * #problem} tells. Takes its time: the password is hashed.
     */
    public Optional<String> refusal(Login login) {
        Book now = book;
        return now == null ? Optional.empty() : Verdict.on(login, now).map(Verdict::why);
    }

    /** To be asked for somebody who was let in. */
    Book book() {
        return Objects.requireNonNull(book, "not read yet");
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** How often somebody was denied a connection, a publish or a subscription. */
    @Override
    public long denied() {
        return denials.total();
    }
}
