package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.mqtt.HomeAssistantEntity;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.source.BeanDeclared;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Suggestion;
import dev.piroutes.source.Word;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.support.PropertyBindingSupport;
import org.jspecify.annotations.Nullable;

/** Beans: their classes, their options, and that what is called by name is there. */
final class BeanCheck {

    private static final String OWN = "dev.piroutes.";
    private static final String DEVICE = MqttDevice.class.getName();

    /** What others call options of a device. */
    private static final Map<String, String> OTHER_WORDS = Map.of(
            "broker", "url",
            "brokerurl", "url",
            "host", "url",
            "server", "url",
            "password", "credentials",
            "user", "credentials",
            "username", "credentials",
            "willtopic", "statusTopic");

    /** Those of ours that files declare. */
    private static final Set<String> CLASSES = Set.of(
            DEVICE, HomeAssistantEntity.class.getName(), "dev.piroutes.mqtt.HandledIds", "dev.piroutes.mqtt.Rejected");

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Findings findings;
    private final Map<String, MqttDevice> devices = new LinkedHashMap<>();
    private final Map<String, Place> clientIds = new HashMap<>();

    BeanCheck(List<RouteFile> files, Scratch scratch, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.findings = findings;
    }

    /** The devices that could be made, by the name of their bean; a look-alike that never connects. */
    Map<String, MqttDevice> devices() {
        return devices;
    }

    void check() {
        Map<String, Place> names = new HashMap<>();
        for (RouteFile file : files) {
            for (BeanDeclared bean : file.beans()) {
                Place first = names.putIfAbsent(bean.name().text(), bean.name().place());
                if (first != null) {
                    findings.error(
                            bean.name().place(),
                            "there are two beans named " + bean.name() + ": the other is at " + first
                                    + "; give each a name of its own");
                }
                bean(bean);
            }
        }
        for (RouteFile file : files) {
            for (Word reference : file.references()) {
                String name = BeanDeclared.nameIn(reference.text());
                if (!names.containsKey(name)) {
                    findings.camelError(reference.place(), noBean(name, names.keySet()));
                }
            }
        }
    }

    static String noBean(String name, Set<String> names) {
        return "there is no bean " + name
                + Suggestion.nearest(name, names)
                        .map(near -> "; did you mean \"#" + near + "\"?")
                        .orElse("; declare it under beans:");
    }

    private void bean(BeanDeclared bean) {
        Class<?> type = scratch.context().getClassResolver().resolveClass(bean.className());
        if (type == null) {
            findings.camelError(
                    bean.type().place(),
                    "there is no class " + bean.className()
                            + Suggestion.nearest(bean.className(), CLASSES)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElseGet(() -> ClassNames.didYouMean(bean.className(), scratch.context())));
            return;
        }
        if (type == HomeAssistantEntity.class) {
            return; // its options are Home Assistant's
        }
        boolean sound = true;
        Set<String> options = options(type);
        for (String name : bean.properties().keySet()) {
            if (!options.contains(name) && name.matches("[A-Za-z0-9_]+")) {
                sound = false;
                findings.camelError(
                        bean.placeOf(name),
                        type.getSimpleName() + " has no option " + name
                                + meant(name, options)
                                        .map(option -> "; did you mean " + option + "?")
                                        .orElse("; it has " + String.join(", ", options)));
            }
        }
        // Classes of others may do anything when they are made; ours do nothing.
        if (sound && type.getName().startsWith(OWN)) {
            Object made = make(bean, type);
            if (made instanceof MqttDevice device) {
                device(bean, device);
            }
        }
    }

    private static Optional<String> meant(String name, Set<String> options) {
        return Optional.ofNullable(OTHER_WORDS.get(name.toLowerCase(Locale.ROOT).replace("_", "")))
                .filter(options::contains)
                .or(() -> Suggestion.nearest(name, options));
    }

    /** The names of what can be set on such a bean in YAML. */
    static Set<String> options(Class<?> type) {
        Set<String> options = new TreeSet<>();
        Arrays.stream(type.getMethods())
                .filter(method -> method.getName().matches("set[A-Z].*") && method.getParameterCount() == 1)
                .filter(method -> type.getName().startsWith(OWN)
                        ? method.getDeclaringClass().getName().startsWith(OWN)
                                || !method.getDeclaringClass().getName().startsWith("org.eclipse.paho.")
                        : true)
                .map(Method::getName)
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .filter(name -> !name.equals("camelContext"))
                .forEach(options::add);
        return options;
    }

    private @Nullable Object make(BeanDeclared bean, Class<?> type) {
        Object made = scratch.context().getInjector().newInstance(type, false);
        boolean sound = true;
        for (Map.Entry<String, Word> property : bean.properties().entrySet()) {
            String text = property.getValue().text();
            if (!scratch.missing(text).isEmpty()) {
                sound = false;
                continue;
            }
            try {
                PropertyBindingSupport.build()
                        .withCamelContext(scratch.context())
                        .withTarget(made)
                        .withProperties(new HashMap<>(Map.of(property.getKey(), scratch.resolve(text))))
                        .withReference(false)
                        .bind();
            } catch (PropertyBindingException | IllegalArgumentException e) {
                sound = false;
                findings.camelError(
                        property.getValue().place(),
                        property.getKey() + " cannot be \"" + text + "\"" + wanted(type, property.getKey()));
            }
        }
        return sound ? made : null;
    }

    private static String wanted(Class<?> type, String option) {
        String setter = "set" + Character.toUpperCase(option.charAt(0)) + option.substring(1);
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(setter))
                .map(method -> method.getParameterTypes()[0].getSimpleName())
                .map(name -> switch (name) {
                    case "Duration" -> ": write a duration such as 30s, 5m or 500ms";
                    case "boolean" -> ": write true or false";
                    case "int", "long" -> ": write a number";
                    default -> "";
                })
                .findFirst()
                .orElse("");
    }

    private void device(BeanDeclared bean, MqttDevice device) {
        try {
            device.requireValidOptions();
        } catch (IllegalArgumentException e) {
            String message = Reason.of(e);
            findings.error(bean.placeOf(message.split(" ", 2)[0]), message);
            return;
        }
        devices.put(bean.name().text(), device);
        Place first = clientIds.putIfAbsent(device.getClientId(), bean.placeOf("clientId"));
        if (first != null) {
            findings.error(
                    bean.placeOf("clientId"),
                    "two devices have the clientId " + device.getClientId() + ", the other at " + first
                            + ": the broker would throw them off in turns; give each an id of its own");
        }
    }
}
