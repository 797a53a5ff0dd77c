package dev.piroutes.homeassistant;

import dev.piroutes.gpio.Pin;
import dev.piroutes.mqtt.Topics;
import dev.piroutes.source.BeanDeclared;
import dev.piroutes.source.Suggestion;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One thing that Home Assistant is to show, as it is declared under {@code beans:}. Pure: what is wrong with it, and what
 * Home Assistant is told of it.
 *
 * @param id the name of its bean
 * @param options the bean's properties
 */
public record Entity(String id, Map<String, String> options) {

    /** The bean of its device, {@code #led} or {@code #bean:led}. */
    public static final String DEVICE = "device";

    /** The output whose state it shows, as in {@code gpio:20}. */
    public static final String PIN = "pin";

    /** Where the state of that output is kept at the broker, if states are. */
    public static final String PIN_STATE_TOPIC = "pin_state_topic";

    static final String PLATFORM = "platform";

    /** What every declaration has and no platform of Home Assistant documents as its own. */
    static final Set<String> OURS = Set.of(DEVICE, PLATFORM);

    /** The bean of its device. */
    public String device() {
        return BeanDeclared.nameIn(option(DEVICE));
    }

    /** Whether the state of an output can be kept for it. */
    boolean hasPin() {
        return options.containsKey(PIN) && options.containsKey(PIN_STATE_TOPIC);
    }

    String platform() {
        return option(PLATFORM);
    }

    String option(String name) {
        return options.getOrDefault(name, "");
    }

    /**
     * What is wrong with it.
     *
     * @return in the order in which it is to be told, by option, what is wrong and what is right; the option is empty where
     *     one is missing
     */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (!id.matches("[A-Za-z0-9_-]+")) {
            problems.put(
                    "",
                    "its name is its id for Home Assistant: letters, digits, - and _ only, but it is \"" + id + "\"");
        }
        if (!option(DEVICE).matches("#.+")) {
            problems.put(
                    options.containsKey(DEVICE) ? DEVICE : "",
                    "its device is missing: name the bean, in quotes, for example device: \"#led\"");
        }
        Platform platform = Platform.ALL.get(platform());
        if (platform == null) {
            problems.put(
                    options.containsKey(PLATFORM) ? PLATFORM : "",
                    "platform must be one of " + String.join(", ", Platform.ALL.keySet())
                            + (options.containsKey(PLATFORM) ? ", but was \"" + platform() + "\"" : "")
                            + Suggestion.didYouMean(platform(), Platform.ALL.keySet()));
            return problems;
        }
        for (String required : platform.required()) {
            if (!options.containsKey(required)) {
                problems.putIfAbsent("", platform() + " needs the option " + required + example(required));
            }
        }
        if (options.containsKey(PIN) != options.containsKey(PIN_STATE_TOPIC)) {
            problems.put(
                    options.containsKey(PIN) ? PIN : PIN_STATE_TOPIC,
                    "pin and pin_state_topic go together: the output, and the topic that keeps its state");
        }
        options.forEach((option, text) -> {
            String problem = problem(option, text);
            if (!platform.options().contains(option)) {
                problems.put(
                        option,
                        platform() + " has no option " + option + Suggestion.didYouMean(option, platform.options()));
            } else if (!problem.isEmpty()) {
                problems.put(option, option + problem + ", but was \"" + text + "\"");
            }
        });
        return problems;
    }

    private static String example(String option) {
        return switch (Platform.type(option)) {
            case TOPIC, FILTER -> ", a topic";
            case LIST -> ", a text such as \"one, two\"";
            default -> "";
        };
    }

    private static String problem(String option, String text) {
        try {
            switch (Platform.type(option)) {
                case PIN -> Pin.parse(text);
                case BOOLEAN -> {
                    return text.matches("true|false") ? "" : " must be true or false";
                }
                case NUMBER -> new BigDecimal(text);
                case TOPIC -> Topics.requireName(text);
                case FILTER -> Topics.requireFilter(text);
                default -> {
                    return text.isEmpty() && !option.startsWith("payload") && !option.equals("encoding")
                            ? " must not be empty"
                            : "";
                }
            }
            return "";
        } catch (NumberFormatException e) {
            return " must be a number";
        } catch (IllegalArgumentException e) {
            return switch (Platform.type(option)) {
                case PIN -> " must be an output, such as 20";
                case TOPIC -> " must be a topic without wildcards";
                default -> " must be a topic";
            };
        }
    }

    /**
     * Home Assistant's component.
     *
     * @param clientId the device's
     * @param states whether states of outputs are kept at the broker
     */
    public Map<String, Object> config(String clientId, boolean states) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(PLATFORM, platform());
        if (platform().equals("device_automation")) {
            config.put("automation_type", "trigger");
        } else {
            config.put("unique_id", clientId + "-" + id);
        }
        new TreeMap<>(options).forEach((option, text) -> config.put(option, value(option, text)));
        config.keySet().removeAll(Set.of(DEVICE, PIN, PIN_STATE_TOPIC));
        if (states && hasPin()) {
            config.put("state_topic", option(PIN_STATE_TOPIC));
        }
        return config;
    }

    private static Object value(String option, String text) {
        return switch (Platform.type(option)) {
            case BOOLEAN -> Boolean.valueOf(text);
            case NUMBER -> new BigDecimal(text);
            case LIST -> Arrays.asList(text.strip().split("\\s*,\\s*"));
            // Camel takes {{ }} for a property of its own, so an expression is written without.
            case TEMPLATE -> text.contains("{") ? text : "{{ " + text + " }}";
            default -> text;
        };
    }
}
