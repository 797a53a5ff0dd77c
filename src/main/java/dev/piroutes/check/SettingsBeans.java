package dev.piroutes.check;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.support.PropertyBindingSupport;

/** Beans that settings declare, as Camel Main makes them: {@code camel.beans.NAME=#class:…}, {@code camel.beans.NAME.option=…}. */
final class SettingsBeans {

    private static final Pattern BEAN = Pattern.compile("camel\\.beans\\.([^.\\[]+)");

    private SettingsBeans() {}

    static void bind(CamelContext context, Map<String, String> properties) throws Exception {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            Matcher bean = BEAN.matcher(property.getKey());
            if (bean.matches()) {
                Object made = PropertyBindingSupport.resolveBean(context, property.getValue());
                set(context, made, property.getKey() + ".", properties);
                context.getRegistry().bind(bean.group(1), made);
            }
        }
    }

    /**
     * Gives an object the options that settings have for it, as Camel Main does.
     *
     * @param prefix of their names, with the dot
     */
    static void set(CamelContext context, Object target, String prefix, Map<String, String> properties) {
        Map<String, Object> options = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                options.put(key.substring(prefix.length()), value);
            }
        });
        if (!options.isEmpty()) {
            PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(target)
                    .withConfigurer(
                            target instanceof Component component ? component.getComponentPropertyConfigurer() : null)
                    .withProperties(options)
                    .withIgnoreCase(true)
                    .bind();
        }
    }
}
