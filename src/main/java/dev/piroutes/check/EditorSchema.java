package dev.piroutes.check;

import dev.piroutes.homeassistant.Platform;
import dev.piroutes.mqtt.HomeAssistantEntity;
import dev.piroutes.mqtt.MqttDevice;
import java.util.List;
import java.util.Map;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * A JSON schema for editors: Camel's own of its YAML, and what that leaves open, the options of every component on the
 * class path (ours included), the parameters of Kamelets, and the options of a device.
 */
public final class EditorSchema {

    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
    private static final String MODEL = "org.apache.camel.model.";

    private final JsonObject schema = YamlDsl.read();
    private final JsonObject definitions = (JsonObject) ((JsonObject) schema.get("items")).get("definitions");
    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
    private final Scratch scratch;

    private EditorSchema(Scratch scratch) {
        this.scratch = scratch;
        catalog.setCamelContext(scratch.context());
        catalog.start();
    }

    /** The schema's text. */
    public static String json() {
        try (Scratch scratch = new Scratch(Map.of())) {
            return new EditorSchema(scratch).make().toJson();
        }
    }

    private JsonObject make() {
        schema.put("$schema", DRAFT);
        schema.put("title", "Routes of Pi Routes");
        JsonArray consumers = new JsonArray();
        JsonArray producers = new JsonArray();
        for (String component : Catalogue.here(Catalogue.Kind.COMPONENT, scratch.context())) {
            String json = catalog.componentJSonSchema(component);
            if (json != null && !component.equals("kamelet")) {
                ComponentModel model = JsonMapper.generateComponentModel(json);
                consumers.add(where("uri", "^" + component + "(:|\\?|$)", parameters(model, "producer")));
                producers.add(where("uri", "^" + component + "(:|\\?|$)", parameters(model, "consumer")));
            }
        }
        Kamelets kamelets = new Kamelets(scratch);
        for (String kamelet : KameletCheck.OURS) {
            kamelets.named(kamelet).ifPresent(found -> {
                JsonObject rule = where("uri", "^kamelet:" + kamelet + "$", kamelet(found.definition()));
                (kamelet.endsWith("-source") ? consumers : producers).add(rule);
            });
        }
        put("FromDefinition", consumers);
        for (String producer : List.of("ToDefinition", "ToDynamicDefinition", "WireTapDefinition")) {
            put(producer, producers);
        }
        JsonArray beans = new JsonArray();
        beans.add(where("type", "^" + MqttDevice.class.getName() + "$", device()));
        beans.add(where("type", "^" + HomeAssistantEntity.class.getName() + "$", entity()));
        put("BeanFactoryDefinition", beans);
        return schema;
    }

    /** The rules go to the shape that is a map. */
    private void put(String definition, JsonArray rules) {
        JsonObject target = (JsonObject) definitions.get(MODEL + definition);
        if (target.get("oneOf") instanceof JsonArray shapes) {
            for (Object shape : shapes) {
                if (shape instanceof JsonObject map && "object".equals(map.get("type"))) {
                    map.put("allOf", rules);
                }
            }
        } else {
            target.put("allOf", rules);
        }
    }

    private static JsonObject where(String key, String pattern, JsonObject then) {
        JsonObject condition = object("required", new JsonArray(List.of(key)));
        condition.put("properties", object(key, object("pattern", pattern)));
        JsonObject rule = object("if", condition);
        rule.put("then", object("properties", then));
        return rule;
    }

    /** @param other options with this label are of the other side */
    private static JsonObject parameters(ComponentModel model, String other) {
        JsonObject options = new JsonObject();
        for (ComponentModel.EndpointOptionModel option : model.getEndpointOptions()) {
            if (option.getLabel() == null || !option.getLabel().startsWith(other)) {
                options.put(option.getName(), option(option));
            }
        }
        JsonObject parameters = object("properties", options);
        parameters.put("additionalProperties", model.isLenientProperties());
        return object("parameters", parameters);
    }

    private static JsonObject option(ComponentModel.EndpointOptionModel option) {
        JsonObject described = object("description", String.valueOf(option.getDescription()));
        if (option.getDefaultValue() != null) {
            described.put("default", String.valueOf(option.getDefaultValue()));
        }
        if (option.getEnums() != null && !option.getEnums().isEmpty()) {
            JsonArray choices = new JsonArray();
            choices.add(object("enum", new JsonArray(option.getEnums())));
            choices.add(object("pattern", "\\{\\{")); // a property's value
            described.put("anyOf", choices);
        }
        return described;
    }

    private static JsonObject kamelet(Map<?, ?> definition) {
        JsonObject options = new JsonObject();
        if (definition.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> options.put(
                    String.valueOf(name),
                    property instanceof Map<?, ?> map
                            ? object("description", String.valueOf(map.get("description")))
                            : new JsonObject()));
        }
        JsonObject parameters = object("properties", options);
        parameters.put("additionalProperties", false);
        if (definition.get("required") instanceof List<?> required) {
            parameters.put("required", new JsonArray(required));
        }
        return object("parameters", parameters);
    }

    private static JsonObject device() {
        JsonObject options = new JsonObject();
        BeanCheck.options(MqttDevice.class).forEach(option -> options.put(option, new JsonObject()));
        JsonObject properties = object("properties", options);
        properties.put("additionalProperties", false);
        properties.put("required", new JsonArray(List.of("clientId")));
        return object("properties", properties);
    }

    /** What Home Assistant documents for each platform. */
    private static JsonObject entity() {
        JsonArray platforms = new JsonArray();
        Platform.ALL.forEach((name, platform) -> {
            JsonObject options = new JsonObject();
            platform.options().forEach(option -> options.put(option, new JsonObject()));
            JsonObject rule = where("platform", "^" + name + "$", options);
            ((JsonObject) rule.get("then")).put("additionalProperties", false);
            ((JsonObject) rule.get("then")).put("required", new JsonArray(platform.required()));
            platforms.add(rule);
        });
        JsonObject properties = object("allOf", platforms);
        properties.put("properties", object("platform", object("enum", new JsonArray(Platform.ALL.keySet()))));
        properties.put("required", new JsonArray(List.of("device", "platform")));
        return object("properties", properties);
    }

    private static JsonObject object(String key, Object value) {
        JsonObject object = new JsonObject();
        object.put(key, value);
        return object;
    }
}
