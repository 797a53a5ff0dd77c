package dev.piroutes.files;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Why a file could not be read or written, without its name, for a line that has it already. */
public final class Reason {
    private Reason() {}

    public static String of(IOException e) {
        if (e instanceof FileSystemException system) {
            return system.getReason() != null
                    ? system.getReason()
                    : system.getClass()
                            .getSimpleName()
                            .replaceFirst("Exception$", "")
                            .replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        }
        return String.valueOf(e.getMessage());
    }

    /** Whether there is no room: that passes, and is no fault of the file. */
    public static boolean isDiskFull(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof IOException && String.valueOf(t.getMessage()).contains("No space left on device")) {
                return true;
            }
        }
        return false;
    }
}
