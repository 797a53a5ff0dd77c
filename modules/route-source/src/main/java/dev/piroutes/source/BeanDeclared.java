package dev.piroutes.source;

import java.util.Map;

/**
 * A bean of a file.
 *
 * @param name what others call it, without {@code #}
 * @param type its class, maybe with {@code #class:} in front
 * @param properties its options as written, by name
 */
public record BeanDeclared(Word name, Word type, Map<String, Word> properties) {

    /** The name in a reference to a bean, {@code #name} or {@code #bean:name}. */
    public static String nameIn(String reference) {
        return reference.replaceFirst("^#(bean:)?", "");
    }

    /** The name of the class alone. */
    public String className() {
        return type.text()
                .replaceFirst("^#class:", "")
                .replaceFirst("\\(.*", "")
                .trim();
    }

    /** Where the option stands, or else the bean. */
    public Place placeOf(String option) {
        Word word = properties.get(option);
        return word == null ? name.place() : word.place();
    }
}
