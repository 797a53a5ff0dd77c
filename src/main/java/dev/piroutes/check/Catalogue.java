package dev.piroutes.check;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.tooling.model.ArtifactModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Camel's components, languages and data formats: which are here, as their jars say, and which artifact has one that is not, as
 * the catalogue of all of them says. Of that one, which is larger than Camel, the program has an extract.
 */
public final class Catalogue {

    private static final String EXTRACT = "/META-INF/dev/piroutes/camel-artifacts.properties";

    /** What there is of each. */
    public enum Kind {
        COMPONENT("component", "components"),
        LANGUAGE("language", "languages"),
        DATA_FORMAT("dataformat", "dataFormats");

        private final String word;
        private final String key;

        Kind(String word, String key) {
            this.word = word;
            this.key = key;
        }

        private String file() {
            return "META-INF/services/org/apache/camel/" + word + ".properties";
        }

        /** As Camel has it in files. */
        public String word() {
            return word;
        }
    }

    /**
     * One that is here.
     *
     * @param name of a component, its scheme
     * @param own whether it is not the program's
     */
    public record Part(Kind kind, String name, String title, String artifact, boolean own) {}

    private Catalogue() {}

    /** Those that are here, in the order of kinds and names. */
    public static List<Part> here() {
        List<Part> parts = new ArrayList<>();
        try (Scratch scratch = new Scratch(Map.of())) {
            CatalogCamelContext context = (CatalogCamelContext) scratch.context();
            for (Kind kind : Kind.values()) {
                Set<String> all = here(kind, context);
                Set<String> box = names(kind, loader().getResources(kind.file()));
                for (String name : all) {
                    parts.add(part(kind, name, schema(context, kind, name), !box.contains(name)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the class path cannot be read: " + Reason.of(e), e);
        }
        return parts;
    }

    /** The names of those of a kind that are here. */
    static Set<String> here(Kind kind, CamelContext context) {
        try {
            return names(kind, context.getClassResolver().loadAllResourcesAsURL(kind.file()));
        } catch (IOException e) {
            throw new IllegalStateException("the class path cannot be read: " + Reason.of(e), e);
        }
    }

    private static ClassLoader loader() {
        return Objects.requireNonNull(Catalogue.class.getClassLoader());
    }

    private static Set<String> names(Kind kind, Enumeration<URL> files) throws IOException {
        // Camel's build does not list what is not in a group of Camel's.
        Set<String> names =
                new TreeSet<>(kind == Kind.COMPONENT ? Set.of("daytime", "gpio", "i2c", "sensor") : Set.of());
        for (URL file : Set.copyOf(Collections.list(files))) {
            Properties properties = new Properties();
            try (InputStream in = file.openStream()) {
                properties.load(in);
            }
            names.addAll(
                    Arrays.asList(properties.getProperty(kind.key, "").trim().split("\\s+")));
        }
        names.remove("");
        return names;
    }

    private static @Nullable String schema(CatalogCamelContext context, Kind kind, String name) throws IOException {
        return switch (kind) {
            case COMPONENT -> context.getComponentParameterJsonSchema(name);
            case LANGUAGE -> context.getLanguageParameterJsonSchema(name);
            case DATA_FORMAT -> context.getDataFormatParameterJsonSchema(name);
        };
    }

    private static Part part(Kind kind, String name, @Nullable String schema, boolean own) {
        return schema != null && JsonMapper.generateModel(schema) instanceof ArtifactModel<?> model
                ? new Part(kind, name, model.getTitle(), model.getArtifactId(), own)
                : new Part(kind, name, "", "", own);
    }

    /** The artifact of Camel's that has it; empty if Camel has none of this name. */
    static Optional<String> artifact(Kind kind, String name) {
        return Optional.ofNullable(Extract.ALL.getProperty(kind.word + "." + name));
    }

    /** The artifact of Camel's that has a component of this name, or else a language or data format. */
    public static Optional<String> artifact(String name) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> artifact(kind, name).stream())
                .findFirst();
    }

    /** The names of all that Camel has. */
    static Set<String> names(Kind kind) {
        return Extract.ALL.stringPropertyNames().stream()
                .filter(key -> key.startsWith(kind.word + "."))
                .map(key -> key.substring(kind.word.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Read when it is first asked. */
    private static final class Extract {
        private static final Properties ALL = read();

        private static Properties read() {
            Properties all = new Properties();
            try (InputStream in = Objects.requireNonNull(Catalogue.class.getResourceAsStream(EXTRACT), EXTRACT)) {
                all.load(in);
                return all;
            } catch (IOException e) {
                throw new IllegalStateException(EXTRACT + " cannot be read", e);
            }
        }
    }
}
