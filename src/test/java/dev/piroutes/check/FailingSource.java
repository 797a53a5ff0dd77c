package dev.piroutes.check;

import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.jspecify.annotations.Nullable;

/** Properties that cannot be had. */
final class FailingSource implements LoadablePropertiesSource {

    @Override
    public String getName() {
        return "failing";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return null;
    }

    @Override
    public Properties loadProperties() {
        throw new IllegalStateException("the vault is closed");
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        return loadProperties();
    }

    @Override
    public void reloadProperties(String location) {}
}
