package dev.piroutes.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.util.URISupport;

/** Turns a failure into the one line that a person reads. */
final class Explain {

    private static final int LONGEST = 400;

    private Explain() {}

    /** Our own exceptions say it in a line already; what they wrap is for the debug log. */
    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith("dev.piroutes.");
    }

    /** Where it happened, if that is known, and the innermost cause. */
    static String inOneLine(Throwable failure) {
        String where = "";
        Throwable root = failure;
        List<Throwable> seen = new ArrayList<>();
        while (root.getCause() != null && !seen.contains(root.getCause()) && !isOurs(root)) {
            seen.add(root);
            if (root instanceof FailedToStartRouteException route) {
                where = "route " + route.getRouteId() + ": ";
            } else if (root instanceof FailedToCreateRouteException route) {
                where = "route " + route.getRouteId() + ": ";
            }
            root = root.getCause();
        }
        String message = root.getMessage();
        if (message == null || message.isBlank()) {
            message = root.getClass().getSimpleName();
        } else if (root instanceof java.net.UnknownHostException) {
            message = "unknown host " + message;
        }
        String line = (where + URISupport.sanitizeUri(message))
                .replaceAll("\\s*\\R\\s*", " ")
                .trim();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
