package dev.piroutes.check;

import dev.piroutes.board.Board;
import dev.piroutes.mqtt.MqttDevice;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.model.Model;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/** What the program has bound, and no route file: settings and tests may name it. */
final class RunningBeans implements BeanRepository {

    private final CamelContext running;
    private final Set<String> declared = new HashSet<>();

    RunningBeans(CamelContext running) {
        this.running = running;
        running.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getCustomBeans()
                .forEach(bean -> declared.add(bean.getName()));
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        Object bean = declared.contains(name) ? null : running.getRegistry().lookupByName(name);
        return bean instanceof Board || bean instanceof MqttDevice || bean instanceof Component ? null : bean;
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        Object bean = lookupByName(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
