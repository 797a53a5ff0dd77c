package dev.piroutes.broker.repair;

import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalRecordIds;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.CursorAckRecordEncoding;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.DuplicateIDEncoding;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.PageCountRecord;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.PageCountRecordInc;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.PersistentAddressBindingEncoding;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.PersistentQueueBindingEncoding;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.RefEncoding;
import org.apache.activemq.artemis.spi.core.protocol.MessagePersister;

/** Reads the content of a record as Artemis will: one record that it cannot read would end its start. */
final class Content {
    private Content() {}

    static boolean isReadable(JournalRecord record, ByteBuffer file) {
        if (record.kind() == JournalRecord.Kind.DELETE_IN_TRANSACTION || record.bodyLength() == 0) {
            return true;
        }
        byte[] body = new byte[record.bodyLength()];
        file.duplicate().position(record.body()).get(body);
        try {
            read(record.userType(), ActiveMQBuffers.wrappedBuffer(body));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void read(byte type, ActiveMQBuffer body) {
        switch (type) {
            case JournalRecordIds.ADD_MESSAGE_PROTOCOL ->
                read(MessagePersister.getInstance().decode(body, null, null, null));
            case JournalRecordIds.ADD_REF, JournalRecordIds.ACKNOWLEDGE_REF -> new RefEncoding().decode(body);
            case JournalRecordIds.ACKNOWLEDGE_CURSOR, JournalRecordIds.PAGE_CURSOR_COMPLETE ->
                new CursorAckRecordEncoding().decode(body);
            case JournalRecordIds.PAGE_CURSOR_COUNTER_VALUE -> new PageCountRecord().decode(body);
            case JournalRecordIds.PAGE_CURSOR_COUNTER_INC -> new PageCountRecordInc().decode(body);
            case JournalRecordIds.DUPLICATE_ID -> new DuplicateIDEncoding().decode(body);
            case JournalRecordIds.QUEUE_BINDING_RECORD -> new PersistentQueueBindingEncoding().decode(body);
            case JournalRecordIds.ADDRESS_BINDING_RECORD -> new PersistentAddressBindingEncoding().decode(body);
            case JournalRecordIds.ID_COUNTER_RECORD -> body.readLong();
            default -> {
                // Of a kind that this broker does not write.
            }
        }
    }

    /** Its properties are not read before somebody wants one. */
    static void read(Message message) {
        message.getAddress();
        message.getPropertyNames().forEach(message::getObjectProperty);
    }
}
