package dev.piroutes.files;

import java.util.regex.Pattern;

/** Texts of others, in XML. */
public final class XmlText {

    private static final Pattern ILLEGAL =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private XmlText() {}

    /** The text, with a � for each character that XML 1.0 cannot have, whatever it is escaped as. */
    public static String legal(String text) {
        return ILLEGAL.matcher(text).replaceAll("\uFFFD");
    }
}
