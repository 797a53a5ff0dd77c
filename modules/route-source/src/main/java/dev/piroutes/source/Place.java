package dev.piroutes.source;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands in a route file.
 *
 * @param line from 1
 * @param column from 1
 */
public record Place(String file, int line, int column) {

    /** Where a part of the file begins. */
    public static Place of(String file, Node node) {
        return node.getStartMark().map(mark -> of(file, mark)).orElseGet(() -> new Place(file, 1, 1));
    }

    static Place of(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** As compilers write it, so that editors and terminals make a link of it. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
