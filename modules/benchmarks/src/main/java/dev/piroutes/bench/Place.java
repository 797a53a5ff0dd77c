package dev.piroutes.bench;

import java.nio.file.Path;

/**
 * Where one start of a system takes place.
 *
 * @param folder its working directory, made afresh for every start
 * @param port the broker's; the two behind it are for whatever HTTP the system offers
 */
record Place(Path folder, int port) {
    int pagePort() {
        return port + 1;
    }

    int managementPort() {
        return port + 2;
    }
}
