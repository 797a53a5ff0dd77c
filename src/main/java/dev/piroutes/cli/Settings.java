package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the program runs with: defaults, below the configuration file, below the environment, below the command line.
 */
final class Settings {

    /** Looked for in this order where {@code --config} names none. */
    private static final Path[] FILES = {
        Path.of("application.properties"), Path.of("/etc/pi-routes/application.properties")
    };

    private final Map<String, String> values = new TreeMap<>();

    /**
     * @param commandLine what stands behind {@code --}, by name
     * @param environment the process's environment
     * @param config the file of {@code --config}, or null
     * @param used names of the properties that the routes use
     * @throws UsageException if a name is unknown or the file cannot be read
     */
    Settings(
            Map<String, String> commandLine,
            Map<String, String> environment,
            @Nullable Path config,
            Collection<String> used) {
        Set<String> known = new TreeSet<>(used);
        Arrays.stream(Setting.values()).map(Setting::key).forEach(known::add);
        commandLine.keySet().forEach(name -> requireKnown(name, known));

        for (Setting setting : Setting.values()) {
            if (setting.fallback() != null) {
                values.put(setting.key(), setting.fallback());
            }
        }
        file(config).forEach(this::put);
        for (String name : known) {
            String value = environment.get(Setting.environmentName(name));
            if (value != null) {
                values.put(name, value);
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith("CAMEL_")) {
                put(
                        name.toLowerCase(java.util.Locale.ROOT)
                                .replaceFirst("_", ".")
                                .replaceFirst("_", ".")
                                .replace('_', '-'),
                        value);
            }
        });
        commandLine.forEach(this::put);
    }

    private Settings(Map<String, String> values) {
        this.values.putAll(values);
    }

    Settings copy() {
        return new Settings(values);
    }

    /** The value, or null where there is neither value nor default, or an empty one. */
    @Nullable
    String get(Setting setting) {
        String value = values.get(setting.key());
        return value == null || value.isBlank() ? null : value.trim();
    }

    /** The value of a setting that has a default. */
    String require(Setting setting) {
        String value = get(setting);
        if (value == null) {
            throw new UsageException(setting.key() + " must not be empty");
        }
        return value;
    }

    /** A port, 0 to 65535. */
    int port(Setting setting) {
        String value = require(setting);
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65535) {
            throw new UsageException(setting.key() + " must be a port from 0 to 65535, but was \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    /** {@code true} or {@code false}. */
    boolean flag(Setting setting) {
        String value = require(setting);
        if (!value.equals("true") && !value.equals("false")) {
            throw new UsageException(setting.key() + " must be true or false, but was \"" + value + "\"");
        }
        return value.equals("true");
    }

    /** Whether somebody has set a property of this name. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Camel takes {@code camel.main.shutdownTimeout} and {@code camel.main.shutdown-timeout} for one name. */
    void put(String name, String value) {
        values.keySet().removeIf(other -> isSame(other, name));
        values.put(name, value);
    }

    /** Puts it if nobody has set it. */
    void putDefault(String name, String value) {
        if (values.keySet().stream().noneMatch(other -> isSame(other, name))) {
            values.put(name, value);
        }
    }

    /** All of them. */
    Map<String, String> toMap() {
        return Map.copyOf(values);
    }

    /** All of them, for Camel's properties component. */
    Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }

    private static void requireKnown(String name, Set<String> known) {
        if (!known.contains(name) && !isCamel(name)) {
            Set<String> options = new TreeSet<>();
            known.forEach(k -> options.add("--" + k));
            options.addAll(Set.of("--config", "--verbose", "--help", "--version"));
            throw new UsageException("unknown option --" + name + Suggestion.didYouMean("--" + name, options));
        }
    }

    private static boolean isCamel(String name) {
        return name.startsWith("camel.");
    }

    private static boolean isSame(String name, String other) {
        return name.equals(other)
                || isCamel(name) && isCamel(other) && plain(name).equals(plain(other));
    }

    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, String> file(@Nullable Path config) {
        Path file = config != null
                ? config
                : Arrays.stream(FILES).filter(Files::isReadable).findFirst().orElse(null);
        if (file == null) {
            return Map.of();
        }
        Properties properties;
        try {
            properties = TextFile.properties(file);
        } catch (IOException e) {
            throw new UsageException("--config=" + file + " cannot be read"
                    + (Files.exists(file) ? ": " + Reason.of(e) : ": there is no such file"));
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
