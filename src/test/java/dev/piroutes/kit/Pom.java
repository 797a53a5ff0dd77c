package dev.piroutes.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a pom.xml of this project says, outside of its profiles. */
public record Pom(Path file, String text) {

    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");

    /** The root's. */
    public static Pom root() throws IOException {
        return of(Path.of("pom.xml"));
    }

    /** Those of every build, in the root's order; the program's is the last. */
    public static List<Pom> modules() throws IOException {
        List<Pom> modules = new ArrayList<>();
        Matcher module = Pattern.compile("<module>(.*?)</module>").matcher(root().text());
        while (module.find()) {
            modules.add(of(Path.of(module.group(1), "pom.xml")));
        }
        return modules;
    }

    /** That of a module. */
    public static Pom of(Path file) throws IOException {
        return new Pom(file, Files.readString(file).replaceAll("(?s)<!--.*?-->\\s*|<profiles>.*</profiles>", ""));
    }

    /** The name that others depend on it by. */
    public String artifactId() {
        return element(text.replaceAll("(?s)<parent>.*</parent>", ""), "artifactId");
    }

    /** What it depends on. */
    public Stream<Dependency> dependencies() {
        return dependencies(
                text.replaceAll("(?s)<dependencyManagement>.*</dependencyManagement>|<build>.*</build>", ""));
    }

    /** Versions of what its modules may depend on. */
    public Stream<Dependency> managed() {
        return dependencies(text.replaceAll("(?s).*<dependencyManagement>|</dependencyManagement>.*", ""));
    }

    private static Stream<Dependency> dependencies(String text) {
        return DEPENDENCY.matcher(text).results().map(found -> new Dependency(found.group(1)));
    }

    private static String element(String text, String name) {
        Matcher found = Pattern.compile("<" + name + ">(.*?)</" + name + ">").matcher(text);
        return found.find() ? found.group(1) : "";
    }

    /** One dependency, as it is written. */
    public record Dependency(String text) {

        /** An element of it; empty if it has none of that name. */
        public String get(String name) {
            return element(text, name);
        }

        /** Whether it is a module of this project. */
        public boolean isModule() {
            return get("groupId").equals("dev.piroutes");
        }
    }
}
