package dev.piroutes.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is left of a JVM's heap after a collection, as {@code jcmd} of the bench's own JDK tells. */
final class Heap {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern USED = Pattern.compile(
            "(?m)^.*(?:garbage-first heap|def new generation|tenured generation|DefNew|Tenured|PSYoungGen|ParOldGen)"
                    + "\\b.*\\bused (\\d+)K");

    private Heap() {}

    /** In MB of 1,000,000 bytes; NaN if it cannot be told: no jcmd, or not a JVM. */
    static double usedMb(long pid) {
        // What jcmd sends first is a signal that ends any other program.
        if (!Files.isExecutable(JCMD) || !isJvm(pid)) {
            return Double.NaN;
        }
        try {
            jcmd(pid, "GC.run");
            Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
            long kb = 0;
            boolean found = false;
            while (used.find()) {
                kb += Long.parseLong(used.group(1));
                found = true;
            }
            return found ? kb * 1024 / 1e6 : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    private static boolean isJvm(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().command())
                .map(command -> command.endsWith("/java"))
                .orElse(false);
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(JCMD.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
