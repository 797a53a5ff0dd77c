package dev.piroutes.ext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtJarsTest {

    private static final String KAFKA = "META-INF/maven/org.apache.camel/camel-kafka/pom.properties";

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @AfterEach
    void restore() throws IOException {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() instanceof URLClassLoader used && used != before) {
            used.close();
        }
        thread.setContextClassLoader(before);
    }

    @Test
    void noFolderNoJars() {
        ExtJars jars = ExtJars.in(folder.resolve("none"));

        jars.use();

        assertThat(jars.jars()).isEmpty();
        assertThat(jars.problems()).isEmpty();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void whatIsInAJarIsSeenByTheThreadAndByThoseThatItStarts() throws Exception {
        jar("one.jar", "one.txt", "1");
        jar("two/two.jar", "two.txt", "2");
        jar(".adding/three.jar", "three.txt", "3");

        ExtJars.in(folder).use();

        ClassLoader[] other = new ClassLoader[1];
        Thread started = new Thread(() -> other[0] = Thread.currentThread().getContextClassLoader());
        started.start();
        started.join();
        assertThat(other[0].getResource("one.txt")).isNotNull();
        assertThat(other[0].getResource("two.txt")).isNotNull();
        assertThat(other[0].getResource("three.txt")).isNull();
    }

    @Test
    void usedAgainItIsTheSameLoader() throws IOException {
        jar("one.jar", "one.txt", "1");
        ExtJars.in(folder).use();
        ClassLoader first = Thread.currentThread().getContextClassLoader();

        ExtJars.in(folder).use();

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(first);
    }

    @Test
    void aDamagedJarIsALineAndTheOthersAreThere() throws IOException {
        Path good = jar("good.jar", "one.txt", "1");
        Path page = Files.writeString(folder.resolve("page.jar"), "<html>not found</html>");
        Path cut = folder.resolve("cut.jar");
        byte[] all = Files.readAllBytes(good);
        Files.write(cut, java.util.Arrays.copyOf(all, all.length / 2));
        Files.writeString(folder.resolve("README.txt"), "my jars");

        ExtJars jars = ExtJars.in(folder);

        assertThat(jars.jars()).containsExactly(good);
        assertThat(jars.problems())
                .hasSize(2)
                .allMatch(line ->
                        line.matches(".*\\.jar is left out, it is no jar or a damaged one \\(.+\\): get it again"))
                .anyMatch(line -> line.startsWith(page.toString()))
                .anyMatch(line -> line.startsWith(cut.toString()));
    }

    @Test
    void aJarForALaterJavaIsALine() throws IOException {
        int later = Runtime.version().feature() + 1;
        classFile("later.jar", "own/Bean.class", later);
        Path fits = classFile("fits.jar", "own/Bean.class", 17);
        Path several = classFile("several.jar", "META-INF/versions/" + later + "/own/Bean.class", later);

        ExtJars jars = ExtJars.in(folder);

        assertThat(jars.jars()).containsExactly(fits, several);
        assertThat(jars.problems())
                .containsExactly(folder.resolve("later.jar") + " is left out: it is for Java " + later
                        + " or later, and this is Java " + Runtime.version().feature()
                        + "; get one for this Java, or start the program with that one");
    }

    private Path classFile(String name, String entry, int java) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, (byte) (java + 44)});
        }
        return file;
    }

    @Test
    void knowsJarsOfAnotherVersionThanTheProgramHas() throws IOException {
        Path old = jar("camel-kafka-4.10.0.jar", KAFKA, "version=4.10.0\nartifactId=camel-kafka\n");
        jar("camel-kafka-4.17.0.jar", KAFKA, "version=4.17.0\n");
        jar("other.jar", "META-INF/maven/org.example/other/pom.properties", "version=1\n");

        assertThat(ExtJars.in(folder).ofOtherVersions("org.apache.camel", "4.17.0"))
                .containsExactly(old);
    }

    private Path jar(String name, String entry, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
