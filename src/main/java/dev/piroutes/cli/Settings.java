package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import dev.piroutes.net.Address;
import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * What the program is told: defaults, below the configuration file, below the environment, below the command line. It never
 * changes. Camel and the routes get it as it is; the program's own parts get it parsed, as {@link RunOptions}, {@link
 * BrokerOptions} and others, before anything starts.
 */
final class Settings {

    /** Looked for in this order where {@code --config} names none. */
    private static final List<Path> FILES =
            List.of(Path.of("application.properties"), Path.of("/etc/pi-routes/application.properties"));

    /** Camel takes {@code camel.main.shutdownTimeout} and {@code camel.main.shutdown-timeout} for one name. */
    private static final Comparator<String> ANY_SPELLING =
            Comparator.comparing(name -> isCamel(name) ? name.replace("-", "").toLowerCase(Locale.ROOT) : name);

    /** Camel's: which {@code application-NAME.properties} is laid over the file. */
    private static final String CAMEL_PROFILE = "camel.main.profile";

    private final Map<String, String> values = new TreeMap<>(ANY_SPELLING);
    private final Set<String> renamed = new TreeSet<>();

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
        known.addAll(Setting.RENAMED.keySet());
        commandLine.keySet().forEach(name -> requireKnown(name, known));

        for (Setting setting : Setting.values()) {
            if (setting.fallback() != null) {
                values.put(setting.key(), setting.fallback());
            }
        }
        Path file = config == null ? found() : config;
        override(file(file));
        Map<String, String> variables = environment(environment, known);
        Map<String, String> above = new TreeMap<>(ANY_SPELLING);
        above.putAll(variables);
        above.putAll(commandLine);
        String profile = above.getOrDefault(CAMEL_PROFILE, values.getOrDefault(CAMEL_PROFILE, ""));
        override(profile(file, profile.trim()));
        override(variables);
        override(commandLine);
    }

    private void override(Map<String, String> stronger) {
        Map<String, String> named = new TreeMap<>(stronger);
        Setting.RENAMED.forEach((old, name) -> {
            String value = named.remove(old);
            if (value != null) {
                renamed.add(old + " is called " + name + " now: write " + name + "=" + value);
                named.putIfAbsent(name, value);
            }
        });
        named.keySet().forEach(values::remove);
        values.putAll(named);
    }

    /** A line for each name of before that was used. */
    Set<String> renamed() {
        return renamed;
    }

    /** The value, or null where there is neither value nor default, or an empty one. Blanks around a password are its own. */
    @Nullable
    String get(Setting setting) {
        String value = values.get(setting.key());
        return value == null || value.isBlank() ? null : setting.isSecret() ? value : value.trim();
    }

    /** The value of a setting that has a default. */
    String require(Setting setting) {
        String value = get(setting);
        if (value == null) {
            throw new UsageException(setting.key() + " must not be empty");
        }
        return value;
    }

    /** A name or an address, without a port; an IPv6 address may be in brackets, and is none in the answer. */
    String host(Setting setting) {
        String value = require(setting);
        return Address.parse(value, 0)
                .filter(address -> address.port() == 0)
                .map(Address::host)
                .orElseThrow(() -> new UsageException(setting.key()
                        + " must be a name or an address such as 0.0.0.0 or ::1, without a port, but was \"" + value
                        + "\""));
    }

    /** A port, 0 to 65535. */
    int port(Setting setting) {
        String value = require(setting);
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65535) {
            throw new UsageException(setting.key() + " must be a port from 0 to 65535, but was \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    /** @param words the constants of the type, in the message for another */
    <E extends Enum<E>> E oneOf(Class<E> type, Setting setting, String words) {
        String value = require(setting);
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.contains(value)) {
            throw new UsageException(setting.key() + " must be " + words + ", but was \"" + value + "\""
                    + Suggestion.didYouMean(value, names));
        }
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }

    /** One of the words that the setting's label lists. */
    String word(Setting setting) {
        String value = require(setting);
        String words = setting.label().replaceFirst("\\|(\\w+)$", " or $1").replace("|", ", ");
        if (!List.of(setting.label().split("\\|")).contains(value)) {
            throw new UsageException(setting.key() + " must be " + words + ", but was \"" + value + "\"");
        }
        return value;
    }

    /** {@code true} or {@code false}. */
    boolean flag(Setting setting) {
        return word(setting).equals("true");
    }

    /** A whole number of seconds, 0 or more. */
    Duration seconds(Setting setting) {
        String value = require(setting);
        if (!value.matches("[0-9]{1,9}")) {
            throw new UsageException(
                    setting.key() + " must be a whole number of seconds, 0 or more, but was \"" + value + "\"");
        }
        return Duration.ofSeconds(Integer.parseInt(value));
    }

    /** A time as Camel has it: {@code 3m}. */
    Duration duration(Setting setting) {
        String value = require(setting);
        try {
            return TimeUtils.toDuration(value);
        } catch (RuntimeException e) { // of one kind or another
            throw new UsageException(setting.key() + " must be a duration like 90s or 3m, but was \"" + value + "\"");
        }
    }

    /** The value of any property, of routes and Camel too; null if nobody has set it. */
    @Nullable
    String property(String name) {
        return values.get(name);
    }

    /** The properties that routes find, for who looks at them without running them: as on a virtual board. */
    Map<String, String> forRoutes(RouteFiles routes) {
        return forRoutes(routes, Map.of("gpio-timer.enabled", "true"));
    }

    /**
     * The properties that routes find: all of these, and what the program decides where nobody has said otherwise. Without
     * {@code mqtt.url} its value is the address of the broker that a run would start.
     *
     * @param machine what it decides on this machine
     */
    Map<String, String> forRoutes(RouteFiles routes, Map<String, String> machine) {
        Map<String, String> all = new TreeMap<>(ANY_SPELLING);
        all.putAll(machine);
        all.put("mqtt.client-id-suffix", clientIdSuffix());
        all.put("camel.main.name", "pi-routes");
        all.put("camel.main.shutdownTimeout", "2");
        all.put("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
        all.put("camel.main.startupSummaryLevel", "Off");
        // The log steps of routes: one logger, beside our own.
        all.put("camel.main.logName", "dev.piroutes.routes");
        // What fails in a Kamelet fails the step that uses it; else its route would give up by itself, and the step
        // seem done.
        all.put("camel.component.kamelet.noErrorHandler", "true");
        all.put("camel.component.kamelet.location", routes.kamelets());
        // The route that a rest service calls stays a route: live editing replaces each by itself.
        all.put("camel.rest.inlineRoutes", "false");
        all.put("pi-routes.version", PiRoutes.Version.number());
        values.keySet().forEach(all::remove);
        all.putAll(values);
        if (get(Setting.MQTT_URL) == null) {
            BrokerOptions broker = BrokerOptions.of(this);
            all.put(Setting.MQTT_URL.key(), broker.localUrl());
            all.put(Setting.BROKER_PORT.key(), String.valueOf(broker.port()));
            if (broker.secured() != null && get(Setting.MQTT_CREDENTIALS) == null) {
                all.put(
                        Setting.MQTT_CREDENTIALS.key(),
                        broker.secured().folder().toString());
            }
        }
        return new HashMap<>(all);
    }

    /** Groups that share a broker would throw each other off with one client id. */
    String clientIdSuffix() {
        String root = require(Setting.LAB_ROOT);
        if (!root.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")) {
            throw new UsageException("lab.root must be a topic like csc2106/g07 (letters, digits, - and _ between the "
                    + "slashes), but was \"" + root + "\"");
        }
        return root.equals(Setting.LAB_ROOT.fallback()) ? "" : "-" + root.replace('/', '-');
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

    /** {@code CAMEL_MAIN_SHUTDOWN_TIMEOUT} is {@code camel.main.shutdown-timeout}; others are known by name. */
    private static Map<String, String> environment(Map<String, String> environment, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : known) {
            String value = environment.get(Setting.environmentName(name));
            if (value != null) {
                if (TextEncoding.isLost(value)) {
                    throw new UsageException(
                            Setting.environmentName(name) + " is not all ASCII, and " + TextEncoding.CURE);
                }
                values.put(name, value);
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith("CAMEL_")) {
                String plain = name.toLowerCase(Locale.ROOT).replaceFirst("_", ".");
                values.put(plain.replaceFirst("_", ".").replace('_', '-'), value);
            }
        });
        return values;
    }

    private static @Nullable Path found() {
        return FILES.stream().filter(Files::isReadable).findFirst().orElse(null);
    }

    /** The file that Camel lays over the other, as {@code application-prod.properties}; nothing where there is none. */
    private static Map<String, String> profile(@Nullable Path file, String profile) {
        Path over = profile.isEmpty() || profile.contains("/")
                ? null
                : Objects.requireNonNullElse(file, FILES.get(0))
                        .resolveSibling("application-" + profile + ".properties");
        return over != null && Files.exists(over) ? file(over) : Map.of();
    }

    private static Map<String, String> file(@Nullable Path file) {
        Map<String, String> values = new TreeMap<>();
        if (file != null) {
            try {
                Properties properties = TextFile.properties(file);
                properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
            } catch (IOException e) {
                throw new UsageException("--config=" + file + " cannot be read"
                        + (Files.exists(file) ? ": " + Reason.of(e) : ": there is no such file"));
            }
        }
        return values;
    }
}
