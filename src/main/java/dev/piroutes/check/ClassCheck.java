package dev.piroutes.check;

import static dev.piroutes.source.Nodes.entries;
import static dev.piroutes.source.Nodes.items;
import static dev.piroutes.source.Nodes.text;

import dev.piroutes.source.RouteFile;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The classes that steps name: that they are there. Those of beans are looked at with the beans. */
final class ClassCheck {

    private static final Set<String> CLASSES = Set.of("beanType", "exception", "exceptionType", "unmarshalType");

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Findings findings;

    ClassCheck(List<RouteFile> files, Scratch scratch, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.findings = findings;
    }

    void check() {
        for (RouteFile file : files) {
            file.root().ifPresent(root -> walk(file, "", root));
        }
    }

    private void walk(RouteFile file, String keyword, Node node) {
        items(node).forEach(item -> walk(file, keyword, item));
        for (NodeTuple tuple : entries(node)) {
            String key = text(tuple.getKeyNode());
            Node value = tuple.getValueNode();
            if (CLASSES.contains(key) || key.equals("type") && keyword.startsWith("convert")) {
                check(file, value);
                items(value).forEach(item -> check(file, item));
            } else if (!key.equals("parameters")) {
                walk(file, key, value);
            }
        }
    }

    private void check(RouteFile file, Node node) {
        String name = text(node);
        if (!name.isEmpty()
                && !name.contains("{{")
                && scratch.context().getClassResolver().resolveClass(name) == null) {
            findings.camelError(
                    file.place(node), "there is no class " + name + ClassNames.didYouMean(name, scratch.context()));
        }
    }
}
