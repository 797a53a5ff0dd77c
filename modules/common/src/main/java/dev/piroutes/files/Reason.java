package dev.piroutes.files;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why something failed, in one line. */
public final class Reason {
    private Reason() {}

    /** Nobody reads more of a line. */
    static final int LONGEST = 400;

    /**
     * The message of a failure, or else that of what caused it, or else its type in words; of one about a file without the file's
     * name, for a line that has it already.
     */
    public static String of(Throwable e) {
        List<Throwable> chain = chain(e);
        return chain.stream()
                .map(Reason::words)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElseGet(() -> type(chain.get(chain.size() - 1)));
    }

    /** Empty: it has no words of its own. */
    private static String words(Throwable e) {
        if (e instanceof CharacterCodingException) {
            return "it is no UTF-8 text; save it as UTF-8";
        }
        Throwable cause = e.getCause();
        String message = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        if (message == null || message.isBlank() || cause != null && message.equals(cause.toString())) {
            return e instanceof FileSystemException ? type(e) : "";
        }
        String line = oneLine(message);
        String whole = e instanceof UnknownHostException && line.matches("\\S+") ? "unknown host " + line : line;
        return whole.length() > LONGEST ? whole.substring(0, LONGEST) + "…" : whole;
    }

    /** {@code IllegalStateException} is "Illegal State"; what is left of a shorter name is no word. */
    private static String type(Throwable e) {
        if (e instanceof EOFException) {
            return "the end is missing";
        }
        Class<?> type = e.getClass();
        while (type.getSimpleName().isEmpty()) {
            type = type.getSuperclass();
        }
        return type.getSimpleName()
                .replaceFirst("(?<=.{8})Exception$", "")
                .replaceFirst("Exception$", "Failure")
                .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ");
    }

    /** A text with its lines joined by spaces, and a · for what would steer a terminal. */
    public static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").trim().replaceAll("[\\p{Cc}&&[^\\t]]", "·");
    }

    /** A failure and its causes, the root last. */
    public static List<Throwable> chain(Throwable e) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = e; t != null && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    /** The cause that has none itself. */
    public static Throwable root(Throwable e) {
        List<Throwable> chain = chain(e);
        return chain.get(chain.size() - 1);
    }

    /** The first cause that is of the program's own, in plain words therefore; if there is none, the root. */
    public static Throwable innermost(Throwable e) {
        return chain(e).stream()
                .filter(t -> t.getClass().getName().startsWith("dev.piroutes."))
                .findFirst()
                .orElseGet(() -> root(e));
    }

    /** The first of a kind among a failure and its causes. */
    public static <T> Optional<T> find(Throwable e, Class<T> kind) {
        return chain(e).stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** Whether there is no room: that passes, and is no fault of the file. */
    public static boolean isDiskFull(Throwable e) {
        return chain(e).stream()
                .anyMatch(t -> t instanceof IOException
                        && String.valueOf(t.getMessage()).contains("No space left on device"));
    }
}
