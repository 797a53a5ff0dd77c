package dev.piroutes.mqtt;

/** Something in an outbox's file is not as it was written. */
final class DamagedStore extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedStore(String message) {
        super(message);
    }
}
