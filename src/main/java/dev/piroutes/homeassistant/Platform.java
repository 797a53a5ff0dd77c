package dev.piroutes.homeassistant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A platform of Home Assistant's MQTT integration, as {@code mqtt-platforms.properties} has it.
 *
 * @param required the options that it must have
 * @param options all that it can have, those included
 */
public record Platform(Set<String> required, Set<String> options) {

    /** What an option's value is. */
    public enum Type {
        TEXT,
        BOOLEAN,
        NUMBER,
        /** As in {@code gpio:20}. */
        PIN,
        /** Texts with commas between them. */
        LIST,
        /** An expression of Jinja. */
        TEMPLATE,
        /** A topic that Home Assistant publishes to, or we do. */
        TOPIC,
        /** A topic, or filter, that Home Assistant subscribes to. */
        FILTER
    }

    private static final Properties TABLE = table();

    /** All of them, by name. */
    public static final Map<String, Platform> ALL = all();

    /** Types that the option's name does not tell. */
    private static final Map<String, Type> LISTED = listed();

    /** What the option's value is, whichever platform has it. */
    public static Type type(String option) {
        Type listed = LISTED.get(option);
        if (listed != null) {
            return listed;
        }
        if (option.equals(Entity.PIN)) {
            return Type.PIN;
        }
        if (option.endsWith("_template")) {
            return Type.TEMPLATE;
        }
        if (option.endsWith("command_topic") || option.matches("(set_position|pin_state)_topic")) {
            return Type.TOPIC;
        }
        return option.equals("topic") || option.endsWith("_topic") ? Type.FILTER : Type.TEXT;
    }

    private static Map<String, Type> listed() {
        Map<String, Type> listed = new HashMap<>();
        for (Type type : List.of(Type.BOOLEAN, Type.NUMBER, Type.LIST)) {
            words("options." + type.name().toLowerCase(Locale.ROOT)).forEach(option -> listed.put(option, type));
        }
        return listed;
    }

    private static Map<String, Platform> all() {
        Map<String, Platform> all = new TreeMap<>();
        for (String name : TABLE.stringPropertyNames()) {
            if (!name.contains(".")) {
                Set<String> required = new TreeSet<>();
                Set<String> options = new TreeSet<>(Entity.OURS);
                for (String word : words(name)) {
                    options.add(word.replace("!", ""));
                    if (word.endsWith("!")) {
                        required.add(word.replace("!", ""));
                    }
                }
                if (!name.equals("device_automation")) {
                    options.addAll(words("options.every"));
                }
                all.put(name, new Platform(required, options));
            }
        }
        return all;
    }

    private static Set<String> words(String key) {
        return Set.copyOf(Arrays.asList(TABLE.getProperty(key).split(" +")));
    }

    private static Properties table() {
        String file = "/homeassistant/mqtt-platforms.properties";
        Properties table = new Properties();
        try (InputStream in = Objects.requireNonNull(Platform.class.getResourceAsStream(file), file)) {
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
