package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of one device that cannot be sent, each in a file, and the way there and back. */
final class SetAsideMessages {

    private static final Logger LOG = LoggerFactory.getLogger(SetAsideMessages.class);

    /** Takes a message into the outbox. */
    @FunctionalInterface
    interface Taker {
        void take(UnsentMessages.Message message) throws OutboxException;
    }

    private final String device;
    private final UnsentMessages files;
    private final PublishRules rules;

    SetAsideMessages(String device, UnsentMessages files, PublishRules rules) {
        this.device = device;
        this.files = files;
        this.rules = rules;
    }

    /**
     * Whether an outbox may take what an earlier process has left. What an earlier version took and this one would not, or a
     * broker of other limits, must not get in the way of the rest: it is set aside.
     */
    boolean isSendable(OutboxMessage message) {
        if (files.has(message)) {
            return false;
        }
        String problem = rules.problem(message.publication());
        return problem == null || !put(message, problem);
    }

    /** @return false if it cannot be written, and so stays in the outbox */
    boolean put(OutboxMessage message, String reason) {
        try {
            Path to = files.put(message, reason);
            LOG.error(
                    "{}: set aside a message to {} ({} bytes), what comes after it goes on: {}. It is in {};"
                            + " rename that to .resend to send it again, or delete it ('pi-routes outbox' does either)",
                    device,
                    PublishRules.show(message.topic()),
                    message.payload().length,
                    reason,
                    to);
            return true;
        } catch (UncheckedIOException e) {
            LOG.error("{}: {}; the message to {} waits", device, Reason.of(e), PublishRules.show(message.topic()));
            return false;
        }
    }

    int count() {
        try {
            return files.count();
        } catch (IOException e) {
            LOG.debug("{}: messages set aside cannot be counted: {}", device, e.toString());
            return 0;
        }
    }

    /** Takes what a person wants to be sent again from its file. */
    void takeBack(Taker outbox) {
        try {
            for (UnsentMessages.Message message : files.toBeSent()) {
                takeBack(message, outbox);
            }
        } catch (IOException e) {
            LOG.debug("{}: messages set aside cannot be read: {}", device, e.toString());
        }
    }

    private void takeBack(UnsentMessages.Message message, Taker outbox) throws IOException {
        try {
            String problem = rules.problem(message.publication());
            if (problem != null) {
                throw new OutboxException(problem);
            }
            outbox.take(message);
            UnsentMessages.delete(message);
            LOG.info("{}: {} is in the outbox again", device, message.name());
        } catch (OutboxException | CompletionException | IllegalArgumentException e) {
            files.keep(message);
            LOG.error("{}: {} cannot be sent again and stays set aside: {}", device, message.name(), Reason.of(e));
        }
    }
}
