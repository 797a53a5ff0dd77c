package dev.piroutes.broker.repair;

import dev.piroutes.broker.repair.JournalFile.Readable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What counts in a journal after all of its records: what was added and not deleted, with its updates. */
final class Records {

    /** One record, to be written again. @param update whether it changes one before it with the same id */
    record Entry(long id, boolean update, byte userType, byte[] body) {}

    /** The highest id of all that is read. */
    static final class Highest {
        private long id;

        void add(JournalRecord record) {
            id = Math.max(id, record.id());
        }

        long id() {
            return id;
        }
    }

    private final Map<Long, List<Entry>> live = new LinkedHashMap<>();
    private final Set<Long> deleted = new HashSet<>();
    private final Map<Long, List<Runnable>> transactions = new LinkedHashMap<>();
    private final Highest highest = new Highest();

    /** To be called with all files of a journal, in the order of their numbers. */
    void add(JournalFile file, Readable content) {
        file.forEach(file.fileId(), content, this::add);
    }

    private void add(JournalRecord record, ByteBuffer file) {
        highest.add(record);
        switch (record.kind()) {
            case ADD, UPDATE -> put(entry(record, file));
            case DELETE -> delete(record.id());
            case ADD_IN_TRANSACTION, UPDATE_IN_TRANSACTION -> {
                Entry entry = entry(record, file);
                later(record, () -> put(entry));
            }
            case DELETE_IN_TRANSACTION -> later(record, () -> delete(record.id()));
            case COMMIT -> {
                List<Runnable> actions = transactions.remove(record.transaction());
                if (actions != null) {
                    actions.forEach(Runnable::run);
                }
            }
            case ROLLBACK -> transactions.remove(record.transaction());
            case EVENT, PREPARE -> {
                // Not used for bindings.
            }
        }
    }

    private void later(JournalRecord record, Runnable action) {
        transactions
                .computeIfAbsent(record.transaction(), any -> new ArrayList<>())
                .add(action);
    }

    private static Entry entry(JournalRecord record, ByteBuffer file) {
        byte[] body = new byte[record.bodyLength()];
        file.duplicate().position(record.body()).get(body);
        boolean update =
                record.kind() == JournalRecord.Kind.UPDATE || record.kind() == JournalRecord.Kind.UPDATE_IN_TRANSACTION;
        return new Entry(record.id(), update, record.userType(), body);
    }

    private void put(Entry entry) {
        if (!entry.update || live.containsKey(entry.id)) {
            live.computeIfAbsent(entry.id, any -> new ArrayList<>()).add(entry);
        }
    }

    private void delete(long id) {
        live.remove(id);
        deleted.add(id);
    }

    long highest() {
        return highest.id();
    }

    List<Entry> entries() {
        return live.values().stream().flatMap(List::stream).toList();
    }

    /** What another one has not, and has not deleted either. */
    List<Entry> without(Records other) {
        return live.entrySet().stream()
                .filter(entry -> !other.live.containsKey(entry.getKey()) && !other.deleted.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}
