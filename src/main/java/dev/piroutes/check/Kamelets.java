package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.SyntaxException;
import dev.piroutes.source.Word;
import dev.piroutes.source.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The Kamelets that Camel would find: in the box, and those of the user's beside the routes. */
final class Kamelets {

    private static final String ENDING = ".kamelet.yaml";

    private static final String LOCATION = "camel.component.kamelet.location";
    private static final String DEFAULT_LOCATION = "classpath:kamelets";

    /** Where Camel looks for values of parameters, below the Kamelet's name. */
    private static final String SETTINGS = "camel.kamelet.";

    /** How deep Kamelets stand in one another at most. */
    private static final int DEEPEST = 5;

    private final Scratch scratch;
    private final Map<String, Optional<Kamelet>> read = new HashMap<>();

    Kamelets(Scratch scratch) {
        this.scratch = scratch;
    }

    /** The one that the endpoint names; nothing if there is none. */
    Optional<Kamelet> of(EndpointUse use) {
        return named(name(use));
    }

    /** The name of the one that the endpoint names. */
    String name(EndpointUse use) {
        return scratch.resolve(use.path()).split("/", 2)[0];
    }

    Optional<Kamelet> named(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    /** The names of all, but for those in jars of one's own. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(KameletCheck.OURS);
        for (String location : locations()) {
            if (location.startsWith("file:")) {
                names.addAll(in(Path.of(location.substring("file:".length()))));
            }
        }
        return names;
    }

    private static List<String> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .toList();
        } catch (IOException e) {
            return List.of(); // there need be none
        }
    }

    private String[] locations() {
        return Objects.requireNonNullElse(scratch.value(LOCATION), DEFAULT_LOCATION)
                .split(",");
    }

    /** The value that the settings have for a parameter. */
    Optional<String> setting(String kamelet, String parameter) {
        return Optional.ofNullable(scratch.value(SETTINGS + kamelet + "." + parameter));
    }

    /** The endpoints that come of it where it is used so: all that is in them stands where the Kamelet is used. */
    List<EndpointUse> endpoints(EndpointUse use) {
        return endpoints(use, DEEPEST).toList();
    }

    private Stream<EndpointUse> endpoints(EndpointUse use, int depth) {
        Optional<Kamelet> kamelet = depth == 0 ? Optional.empty() : of(use);
        return kamelet.stream().flatMap(made -> made.template().stream()
                .flatMap(template -> template.endpoints().stream())
                .map(inner -> filled(inner, use, values(made, use)))
                .flatMap(inner -> inner.scheme().equals("kamelet") ? endpoints(inner, depth - 1) : Stream.of(inner)));
    }

    /** What the parameters are here; empty where there is no value. */
    private Map<String, Optional<String>> values(Kamelet kamelet, EndpointUse use) {
        Map<String, Optional<String>> values = new HashMap<>();
        kamelet.parameters()
                .forEach((name, parameter) -> values.put(
                        name,
                        use.option(name)
                                .map(Word::text)
                                .or(() -> setting(name(use), name))
                                .or(parameter::preset)));
        return values;
    }

    private static EndpointUse filled(EndpointUse inner, EndpointUse use, Map<String, Optional<String>> values) {
        Map<String, Word> parameters = new LinkedHashMap<>();
        inner.parameters()
                .forEach((name, word) -> filled(word, use, values).ifPresent(value -> parameters.put(name, value)));
        Word uri = filled(inner.uri(), use, values).orElse(inner.uri());
        return new EndpointUse(inner.step(), uri, parameters, use.route());
    }

    /** Nothing if it is a {@code {{?parameter}}} without a value. */
    private static Optional<Word> filled(Word word, EndpointUse use, Map<String, Optional<String>> values) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = Placeholders.PATTERN.matcher(word.text());
        String first = "";
        while (matcher.find()) {
            Optional<String> value = values.get(matcher.group(2));
            if (value == null) {
                continue; // a property of the program's
            }
            if (value.isEmpty() && matcher.group(1).equals("?")) {
                return Optional.empty();
            }
            first = first.isEmpty() ? matcher.group(2) : first;
            matcher.appendReplacement(text, Matcher.quoteReplacement(value.orElse(matcher.group())));
        }
        matcher.appendTail(text);
        return Optional.of(new Word(text.toString(), use.placeOf(first)));
    }

    private Optional<Kamelet> read(String name) {
        for (String location : locations()) {
            Resource resource =
                    PluginHelper.getResourceLoader(scratch.context()).resolveResource(location + "/" + name + ENDING);
            if (resource != null && resource.exists()) {
                return Optional.of(read(resource));
            }
        }
        return Optional.empty();
    }

    /** What is wrong in it shows where Camel loads it. */
    private static Kamelet read(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            String text = TextFile.decode(in.readAllBytes());
            RouteFile file = RouteFile.read(new RouteSource(resource.getLocation(), text));
            return new Kamelet(
                    file.root()
                            .map(root -> map(map(YamlReader.value(root), "spec"), "definition"))
                            .orElse(Map.of()),
                    Optional.of(file).filter(template -> !template.endpoints().isEmpty()));
        } catch (CharacterCodingException e) {
            String file = resource.getLocation().replaceFirst("^file:", "");
            return new Kamelet(Map.of(), Optional.empty(), Optional.of(file + " cannot be read: " + Reason.of(e)));
        } catch (IOException | YamlEngineException | SyntaxException e) {
            return new Kamelet(Map.of(), Optional.empty());
        }
    }

    private static Map<?, ?> map(@Nullable Object of, String key) {
        return of instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> value ? value : Map.of();
    }
}
