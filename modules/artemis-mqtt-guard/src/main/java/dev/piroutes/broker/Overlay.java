package dev.piroutes.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Lays one broker configuration over another: an element replaces the element of the same name, and in lists (of
 * acceptors, address settings and so on) the entry of the same {@code name}, {@code match} or {@code class-name}. What the
 * upper one does not name stays as it is. A text that begins with {@code ;} goes on with the lower one: the address of an
 * acceptor gets more parameters.
 */
final class Overlay {
    private static final Set<String> LISTS = Set.of(
            "acceptors",
            "connectors",
            "address-settings",
            "security-settings",
            "broker-plugins",
            "cluster-connections",
            "addresses");

    /** How the parameters of an acceptor's address go on. */
    private static final String MORE_PARAMETERS = ";";

    private Overlay() {}

    /** Changes {@code lower}. */
    static void lay(Element upper, Element lower) {
        for (Element element : children(upper)) {
            Element below = counterpart(element, lower);
            if (below != null && LISTS.contains(element.getLocalName())) {
                lay(element, below);
            } else if (element.getTextContent().startsWith(MORE_PARAMETERS)) {
                if (below == null) {
                    throw new BrokerException(
                            "broker.xml has no " + element.getLocalName() + " \"" + element.getAttribute("name")
                                    + "\", which a file that is laid over it adds parameters to");
                }
                below.setTextContent(below.getTextContent() + element.getTextContent());
            } else {
                Node copy = lower.getOwnerDocument().importNode(element, true);
                if (below == null) {
                    lower.appendChild(copy);
                } else {
                    lower.replaceChild(copy, below);
                }
            }
        }
    }

    private static @Nullable Element counterpart(Element element, Element parent) {
        return children(parent).stream()
                .filter(other -> other.getLocalName().equals(element.getLocalName())
                        && key(other).equals(key(element)))
                .findFirst()
                .orElse(null);
    }

    private static String key(Element element) {
        return element.getAttribute("name") + "|" + element.getAttribute("match") + "|"
                + element.getAttribute("class-name");
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
