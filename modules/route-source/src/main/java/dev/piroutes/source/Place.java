package dev.piroutes.source;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands in a file, or that it is about the whole of a thing.
 *
 * @param file its name, or in one word what else was looked at
 * @param line from 1; 0: all of it
 * @param column from 1; 0: the whole line
 */
public record Place(String file, int line, int column) {

    /** All of a file, or of what else was looked at. */
    public static Place of(String whole) {
        return new Place(whole, 0, 0);
    }

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
        return file + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "");
    }
}
