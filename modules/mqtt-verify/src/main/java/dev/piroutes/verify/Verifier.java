package dev.piroutes.verify;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Examines devices side by side: one port for all of them, a thread for each. From its construction on devices can connect,
 * until it is closed.
 */
public final class Verifier implements AutoCloseable {

    private final List<Contract> contracts;
    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final UnknownClients unknown = new UnknownClients();
    private final Publisher publisher;
    private final MqttProxy proxy;

    /**
     * @param listen where devices connect; port 0: any free one
     * @param broker what stands behind
     * @param contracts one for each device, distinguished by their client ids
     * @throws VerifyException if there is no broker, or it cannot listen
     * @throws IllegalArgumentException if two devices would have one client id
     */
    public Verifier(InetSocketAddress listen, InetSocketAddress broker, List<Contract> contracts)
            throws VerifyException {
        this.contracts = List.copyOf(contracts);
        for (Contract contract : contracts) {
            if (subjects.put(contract.clientId(), new Subject()) != null) {
                throw new IllegalArgumentException("two devices would have the client id " + contract.clientId());
            }
        }
        publisher = new Publisher(broker);
        try {
            publisher.reach();
            proxy = new MqttProxy(listen, broker, connect -> {
                Subject subject = subjects.get(connect.clientId());
                return subject == null ? unknown.subject(connect.clientId()) : subject;
            });
        } catch (IOException e) {
            throw new VerifyException(e);
        }
    }

    /** Where devices connect. */
    public int port() {
        return proxy.port();
    }

    /**
     * Examines all of them; returns when the last is done.
     *
     * @param announce whether results are published at the broker, retained
     * @return in the order of the contracts
     */
    public List<Examined> run(Selection selection, Person person, Progress progress, boolean announce)
            throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(contracts.size(), task -> {
            Thread thread = new Thread(task, "verify-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Examined>> all = new ArrayList<>();
            contracts.forEach(contract -> all.add(() -> examine(contract, selection, person, progress, announce)));
            List<Examined> done = new ArrayList<>();
            for (Future<Examined> one : threads.invokeAll(all)) {
                done.add(one.get());
            }
            return done;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Examined examine(Contract contract, Selection selection, Person person, Progress progress, boolean announce)
            throws InterruptedException {
        Subject subject = subjects.get(contract.clientId());
        Exam exam = new Exam(contract, Objects.requireNonNull(subject), publisher, person);
        Examined examined = new Examination(
                        exam,
                        selection,
                        () -> unknown.describe(contract.root(), contracts.size() == 1, proxy.connections()),
                        result -> progress.checked(contract, result))
                .run();
        progress.examined(examined);
        if (announce) {
            try {
                publisher.publish(Announcement.topic(examined), Announcement.payload(examined), true);
            } catch (IOException e) {
                progress.notAnnounced(examined, e);
            }
        }
        return examined;
    }

    /** Every device loses its connection. */
    @Override
    public void close() {
        proxy.close();
    }
}
