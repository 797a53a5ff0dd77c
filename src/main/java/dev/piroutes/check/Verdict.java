package dev.piroutes.check;

import dev.piroutes.source.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say of files that run together.
 *
 * @param findings all of it, in the order of files and lines
 * @param refusal why Camel does not start them; empty if it does
 */
public record Verdict(List<Finding> findings, Optional<Finding> refusal) {}
