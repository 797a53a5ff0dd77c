package dev.piroutes.live;

/**
 * What is wrong with a route file, in one line.
 *
 * @param file the file's name, without a folder
 * @param line counted from 1, or 0 if it is the whole file
 * @param column counted from 1, or 0 if it is the whole line
 * @param message what is wrong, and what would be right
 */
public record Problem(String file, int line, int column, String message) {

    static Problem of(String file, String message) {
        return new Problem(file, 0, 0, message);
    }

    /** As a person, and an editor's error list, reads it: {@code led.camel.yaml:12:9: message}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "") + ": " + message;
    }
}
