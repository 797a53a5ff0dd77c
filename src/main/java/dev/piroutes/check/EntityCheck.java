package dev.piroutes.check;

import dev.piroutes.gpio.Pin;
import dev.piroutes.homeassistant.Entity;
import dev.piroutes.homeassistant.Platform;
import dev.piroutes.mqtt.HomeAssistantEntity;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.source.BeanDeclared;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is declared for Home Assistant: in its words, of a device, of an output that there is. */
final class EntityCheck {
    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Wiring wiring;
    private final Findings findings;
    /** The beans of all files: their classes, by name. */
    private final Map<String, String> types = new TreeMap<>();

    EntityCheck(List<RouteFile> files, Scratch scratch, Wiring wiring, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.wiring = wiring;
        this.findings = findings;
    }

    void check() {
        files.forEach(file -> file.beans().forEach(bean -> types.put(bean.name().text(), bean.className())));
        for (RouteFile file : files) {
            for (BeanDeclared bean : file.beans()) {
                if (isEntity(bean)) {
                    entity(bean);
                }
            }
        }
    }

    private void entity(BeanDeclared bean) {
        Map<String, String> options = new TreeMap<>();
        bean.properties().forEach((name, word) -> options.put(name, scratch.resolve(word.text())));
        Entity entity = new Entity(bean.name().text(), options);
        entity.problems().forEach((option, problem) -> {
            if (!isOpen(bean.properties().get(option))) {
                findings.error(bean.placeOf(option), bean.name() + ": " + problem);
            }
        });
        bean.properties().forEach((option, word) -> template(bean, option, word));
        device(bean, entity.device());
        pin(bean, options.get(Entity.PIN));
    }

    /** Not yet known here: it has a property without a value, which is said by who checks those. */
    private boolean isOpen(@Nullable Word word) {
        return word != null && !scratch.missing(word.text()).isEmpty();
    }

    private static boolean isEntity(BeanDeclared bean) {
        return bean.className().equals(HomeAssistantEntity.class.getName());
    }

    /** Where templates of entities stand: what is said of braces there is said here. */
    static Set<Place> templates(RouteFile file) {
        Set<Place> places = new HashSet<>();
        file.beans().stream().filter(EntityCheck::isEntity).forEach(bean -> bean.properties()
                .forEach((option, word) -> {
                    if (isTemplate(option)) {
                        places.add(word.place());
                    }
                }));
        return places;
    }

    private static boolean isTemplate(String option) {
        return Platform.type(option) == Platform.Type.TEMPLATE;
    }

    private void template(BeanDeclared bean, String option, Word word) {
        if (isTemplate(option)
                && Placeholders.PATTERN.matcher(word.text()).replaceAll("").contains("{{")) {
            findings.error(
                    word.place(),
                    bean.name() + ": Camel takes {{ }} for a property: write the expression without them, " + option
                            + ": \"" + word.text().replaceAll("\\{\\{|}}", "").strip() + "\"");
        }
    }

    private void device(BeanDeclared bean, String device) {
        if (!device.isEmpty() && !types.containsKey(device)) {
            findings.error(bean.placeOf(Entity.DEVICE), BeanCheck.noBean(device, types.keySet()));
        } else if (!device.isEmpty() && isOther(String.valueOf(types.get(device)))) {
            findings.error(
                    bean.placeOf(Entity.DEVICE),
                    bean.name() + ": " + device + " is no device: name a bean of the type "
                            + MqttDevice.class.getName());
        }
    }

    /** A class that there is not is said by who checks those. */
    private boolean isOther(String type) {
        return !type.equals(MqttDevice.class.getName())
                && scratch.context().getClassResolver().resolveClass(type) != null;
    }

    /** No error, for it may be on the way from one pin to another; and none that follows from others. */
    private void pin(BeanDeclared bean, @Nullable String pin) {
        boolean wrong = findings.inOrder().stream().anyMatch(Finding::isError);
        if (pin != null && !wrong && !isDriven(pin)) {
            findings.warning(
                    bean.placeOf(Entity.PIN),
                    bean.name() + ": no route in these files switches gpio:" + pin
                            + ", whose state is to be kept at the broker: write the number of an output");
        }
    }

    /** By a route, or by a Kamelet in one. */
    private boolean isDriven(String text) {
        Optional<Integer> pin = number(text);
        return pin.isPresent()
                && files.stream()
                        .flatMap(file -> file.endpoints().stream())
                        .flatMap(use -> wiring.endpoints(use).stream())
                        .filter(use -> !use.consumes())
                        .flatMap(use -> wiring.pin(use).stream())
                        .anyMatch(step -> step.drives() && step.getPinNumber() == pin.get());
    }

    /** 20, GP20 and pin:38 are one. */
    private static Optional<Integer> number(String pin) {
        try {
            return Optional.of(Pin.parse(pin).number());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
