package dev.piroutes.verify;

import dev.piroutes.source.Finding;
import java.util.List;

/** A contract that cannot be used: all that is wrong with it, each with its place. */
public final class ContractException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    ContractException(List<Finding> findings) {
        super(String.join("\n", findings.stream().map(Finding::toString).toList()));
        this.findings = List.copyOf(findings);
    }

    /** In the order of the file's lines. */
    public List<Finding> findings() {
        return findings;
    }
}
