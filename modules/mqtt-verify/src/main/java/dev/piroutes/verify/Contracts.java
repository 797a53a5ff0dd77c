package dev.piroutes.verify;

import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads contracts. */
public final class Contracts {

    private Contracts() {}

    /**
     * Reads the contract in a file.
     *
     * @param roots one for each device; empty: the one that the contract names
     * @return the contract at each root
     * @throws IOException if the file cannot be read
     * @throws ContractException with all that is wrong in it
     */
    public static List<Contract> load(Path file, List<String> roots) throws IOException, ContractException {
        return of(RouteSource.read(file), roots);
    }

    /** Reads a contract that is text already; see {@link #load}. */
    static List<Contract> of(RouteSource source, List<String> roots) throws ContractException {
        if (roots.isEmpty()) {
            return List.of(ContractReader.read(source, null));
        }
        List<Contract> contracts = new ArrayList<>();
        for (String root : roots) {
            contracts.add(ContractReader.read(source, root));
        }
        return contracts;
    }
}
