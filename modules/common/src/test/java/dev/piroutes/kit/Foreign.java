package dev.piroutes.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file or folder that this user may not write until it is closed, as if it were another's. Root may write all but what is immutable. */
public final class Foreign implements AutoCloseable {
    private final Path path;
    private final String before;

    private Foreign(Path path, String before) {
        this.path = path;
        this.before = before;
    }

    /** Skips the calling test where that cannot be made. */
    public static Foreign make(Path path) throws IOException {
        String before = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (isRoot()) {
            Assumptions.assumeTrue(chattr("+i", path), "a file that root may not write needs chattr +i");
        } else {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(before.replace('w', '-')));
        }
        return new Foreign(path, before);
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(0);
    }

    private static boolean chattr(String change, Path path) {
        try {
            Process process = new ProcessBuilder("chattr", change, path.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no chattr
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (isRoot()) {
            chattr("-i", path);
        } else {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(before));
        }
    }
}
