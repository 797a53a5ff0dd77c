package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker from Maven Central on a class path of its own: {@code modules/benchmarks/brokers/NAME/pom.xml} says which, and Maven puts
 * it into {@code modules/benchmarks/target/brokers/NAME} when it is wanted.
 */
final class BrokerFolder {
    private static final Pattern VERSION = Pattern.compile("(?s)<dependency>.*?<version>(.*?)</version>");

    private final Path project;
    private final Path pom;
    private final Path target;

    BrokerFolder(Path project, String name) {
        this.project = project;
        this.pom = project.resolve("modules/benchmarks/brokers").resolve(name).resolve("pom.xml");
        this.target = project.resolve("modules/benchmarks/target/brokers").resolve(name);
    }

    /** Fetches it, unless that has been done for this pom. */
    Optional<String> missing() {
        Path mark = target.resolve("fetched");
        try {
            if (Files.exists(mark) && Files.readString(mark).equals(Files.readString(pom))) {
                return Optional.empty();
            }
            Console.say("fetching " + pom.getParent().getFileName());
            Path log = Files.createDirectories(target).resolve("maven.log");
            ProcessBuilder maven = new ProcessBuilder(
                    project.resolve("mvnw").toString(), "-q", "-ntp", "-f", pom.toString(), "package");
            maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process =
                    maven.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            if (process.waitFor() != 0) {
                return Optional.of("Maven cannot fetch it, see " + log);
            }
            Files.copy(pom, mark, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("it cannot be fetched: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Of the broker, as the pom says. */
    String version() {
        try {
            Matcher found = VERSION.matcher(Files.readString(pom));
            return found.find() ? found.group(1) : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** For {@code java -cp}. */
    String classPath() {
        return target.resolve("classes") + ":" + target.resolve("lib") + "/*";
    }
}
