package dev.piroutes.bench;

import java.nio.file.Path;

/**
 * Where one start of a system takes place.
 *
 * @param folder its working directory, made afresh for every start
 * @param port the broker's; the two behind it are for whatever HTTP the system offers
 * @param cpu what its processes have of the processor
 */
record Place(Path folder, int port, CpuShare cpu) {
    int pagePort() {
        return port + 1;
    }

    int managementPort() {
        return port + 2;
    }
}
