package dev.piroutes.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** What can happen to a file. */
public enum Damage {
    ZEROS_AT_THE_START,
    ZEROS_IN_THE_MIDDLE,
    CUT_IN_HALF,
    EMPTY,
    RANDOM,
    /** Nothing but zeros, and shorter: {@code head -c 4096 /dev/zero > FILE}. */
    ZEROS_ONLY,
    /** Tests run as root, who may read everything: a link that leads nowhere but to itself cannot be read by anybody. */
    UNREADABLE,
    A_FOLDER;

    private static final int SECTOR = 4096;

    public void to(Path file) throws IOException {
        long size = Files.size(file);
        switch (this) {
            case ZEROS_AT_THE_START -> write(file, 0, new byte[(int) Math.min(SECTOR, Math.max(1, size / 2))]);
            case ZEROS_IN_THE_MIDDLE -> write(file, size / 2, new byte[(int) Math.min(SECTOR, Math.max(1, size / 4))]);
            case CUT_IN_HALF -> truncate(file, size / 2);
            case EMPTY -> truncate(file, 0);
            case RANDOM -> write(file, 0, random((int) size));
            case ZEROS_ONLY -> Files.write(file, new byte[SECTOR]);
            case UNREADABLE -> {
                Files.delete(file);
                Files.createSymbolicLink(file, file.getFileName());
            }
            case A_FOLDER -> {
                Files.delete(file);
                Files.writeString(Files.createDirectory(file).resolve("what"), "somebody's");
            }
        }
    }

    /** The same bytes every time, for a failure that can be seen again. */
    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    public static void zeros(Path file, long position, int length) throws IOException {
        write(file, position, new byte[length]);
    }

    private static void write(Path file, long position, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
