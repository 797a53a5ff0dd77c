package dev.piroutes.check;

import dev.piroutes.source.RouteSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.FileUtil;
import org.jspecify.annotations.Nullable;

/** A route file's text, and what Camel makes of it. */
public final class RouteText {

    private RouteText() {}

    /** The name of the file that something in a context comes from, or empty if from none. */
    public static String file(@Nullable Resource resource) {
        return resource == null ? "" : file(resource.getLocation());
    }

    /** Where Camel is to say that it comes from: the ending, from the first dot on, tells it what to read it with. */
    static String location(String name) {
        String given = name.endsWith(RouteSource.ENDING)
                ? name.substring(0, name.length() - RouteSource.ENDING.length())
                : name;
        String file = FileUtil.stripPath(given);
        String folder = given.substring(0, given.length() - file.length());
        return "file:" + folder + file.replace('.', '-') + RouteSource.ENDING;
    }

    /** The name of the file that a part of a context's model comes from, or empty if from none. */
    public static String file(NamedNode part) {
        return file(part.getLocation());
    }

    private static String file(@Nullable String location) {
        return location != null && location.startsWith("file:")
                ? FileUtil.stripPath(location.substring("file:".length()))
                : "";
    }

    /**
     * Reads the text into a context: its route configurations are added. Its routes wait in the builders: to be configured once
     * all files are read, as the configurations of any file concern them, and to be added.
     */
    public static List<RouteBuilder> read(CamelContext context, RouteSource source, String location) throws Exception {
        Resource resource = ResourceHelper.fromBytes(location, source.text().getBytes(StandardCharsets.UTF_8));
        List<RouteBuilder> builders = new ArrayList<>();
        for (RoutesBuilder found : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
            if (found instanceof RouteConfigurationsBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(context);
            }
            if (found instanceof RouteBuilder builder) {
                builders.add(builder);
            }
        }
        return builders;
    }
}
