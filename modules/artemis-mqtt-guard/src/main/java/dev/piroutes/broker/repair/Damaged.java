package dev.piroutes.broker.repair;

import java.nio.file.Path;

/**
 * A file that was damaged.
 *
 * @param file as it is called
 * @param what is wrong with it
 * @param aside where it is now
 * @param kept how many records in it were whole, and are kept
 */
record Damaged(Path file, String what, Path aside, int kept) {}
