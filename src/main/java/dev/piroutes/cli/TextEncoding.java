package dev.piroutes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.Charset;

/**
 * Text is UTF-8 to this program, also where the process has no UTF-8 locale, as under cron, ssh and {@code env -i}. The launcher
 * {@code bin/pi-routes} sets one; this is for {@code java -jar}.
 */
final class TextEncoding {
    /** How Java has read what the locale's encoding does not know. */
    private static final String LOST = "\uFFFD";

    /** What to do about a name that was lost. */
    static final String CURE = "this process has no UTF-8 locale: set LC_ALL=C.UTF-8, or start it with bin/pi-routes";

    private TextEncoding() {}

    /** To be called before anything is read or written. */
    static void useUtf8() {
        System.setOut(inUtf8(FileDescriptor.out));
        System.setErr(inUtf8(FileDescriptor.err));
        if (!Charset.defaultCharset().equals(UTF_8)) {
            // Java 17 takes the locale's, and Camel reads texts in what Java takes; Java 18 and later take UTF-8.
            try {
                Field taken = Charset.class.getDeclaredField("defaultCharset");
                taken.setAccessible(true); // by Add-Opens in the manifest
                taken.set(null, UTF_8);
            } catch (ReflectiveOperationException | RuntimeException e) {
                System.err.println("pi-routes: letters beyond ASCII may be lost: " + CURE);
            }
        }
    }

    /** Whether letters of a name were lost when Java read it. */
    static boolean isLost(String name) {
        return name.contains(LOST);
    }

    private static PrintStream inUtf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, UTF_8);
    }
}
