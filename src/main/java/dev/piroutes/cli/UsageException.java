package dev.piroutes.cli;

/** Something the person who started the program can mend. The message is one line: what is wrong, what would be right. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
