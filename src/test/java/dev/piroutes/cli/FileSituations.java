package dev.piroutes.cli;

import static dev.piroutes.cli.Situation.refuses;
import static dev.piroutes.cli.Situation.runs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Route files, Kamelets, jars of one's own. */
final class FileSituations {

    private FileSituations() {}

    static List<Situation> all() {
        return List.of(
                refuses(
                        "no folder of routes",
                        "does not exist",
                        scene -> scene.set("routes.dir", scene.folder.resolve("none"))),
                refuses(
                        "an empty folder of routes",
                        "has no route in it",
                        scene -> Files.delete(scene.routes.resolve("lamp.camel.yaml"))),
                refuses(
                        "a file as the folder of routes",
                        "must be a folder",
                        scene -> scene.set("routes.dir", scene.routes.resolve("lamp.camel.yaml"))),
                refuses(
                        "a route file in another encoding",
                        "save it as UTF-8",
                        scene -> Files.write(
                                scene.routes.resolve("k.camel.yaml"),
                                "# K\u00fcche".getBytes(StandardCharsets.ISO_8859_1))),
                runs("what editors leave behind", scene -> {
                    Files.createSymbolicLink(scene.routes.resolve(".#lamp.camel.yaml"), Path.of("me@here.123"));
                    Files.writeString(scene.routes.resolve("lamp.camel.yaml~"), "- route:");
                    Files.writeString(scene.routes.resolve(".lamp.camel.yaml.swp"), "- route:");
                }),
                runs(
                        "a file that is no route file by its name",
                        "not a route file",
                        scene -> Files.writeString(scene.routes.resolve("door.yaml"), Scene.LAMP)),
                refuses(
                                "an unknown component",
                                "there is no component gpoi",
                                scene -> Files.writeString(
                                        scene.routes.resolve("bad.camel.yaml"), route("bad", "gpoi:17")))
                        .inAFile(),
                refuses(
                                "no YAML",
                                "is not allowed here",
                                scene -> Files.writeString(scene.routes.resolve("bad.camel.yaml"), "- route: a: b\n"))
                        .inAFile(),
                runs("a bad file that is not among the devices", scene -> {
                    Files.writeString(scene.routes.resolve("bad.camel.yaml"), route("bad", "gpoi:17"));
                    scene.set("devices", "lamp");
                }),
                refuses(
                                "a client id twice",
                                "clientId",
                                scene -> Files.writeString(
                                        scene.routes.resolve("other.camel.yaml"),
                                        Scene.LAMP.replace("lamp", "other").replace("id: other", "id: another")))
                        .inAFile(),
                refuses(
                                "MQTT without a device",
                                "client",
                                scene -> Files.writeString(
                                        scene.routes.resolve("bad.camel.yaml"), route("bad", "paho:lab/x")))
                        .inAFile(),
                refuses(
                                "a Kamelet that is none",
                                "the file of a Kamelet that is used here cannot be read, line 3",
                                scene -> {
                                    Path kamelets = Files.createDirectory(scene.folder.resolve("kamelets"));
                                    Files.writeString(
                                            kamelets.resolve("buzzer.kamelet.yaml"), "kind: Kamelet\nspec: [");
                                    Files.writeString(
                                            scene.routes.resolve("bad.camel.yaml"), route("bad", "kamelet:buzzer"));
                                })
                        .inAFile(),
                runs(
                        "a damaged jar",
                        "no jar or a damaged one",
                        scene -> Files.writeString(
                                Files.createDirectory(scene.folder.resolve("ext"))
                                        .resolve("own.jar"),
                                "PK")),
                refuses(
                        "a file as the folder of jars",
                        "ext.dir must be a folder",
                        scene -> scene.set("ext.dir", scene.config)),
                refuses("a class of a later Java", "there is no class Own", scene -> {
                    jar(Files.createDirectory(scene.folder.resolve("ext")).resolve("own.jar"));
                    Files.writeString(
                            scene.routes.resolve("bad.camel.yaml"),
                            route("bad", "direct:bad") + "- beans:\n    - name: own\n      type: Own\n");
                }));
    }

    private static String route(String id, String uri) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: " + uri
                + "\n      steps:\n        - log:\n            message: x\n";
    }

    /** With a class file whose version is of a Java that is yet to come. */
    private static void jar(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream jar = new ZipOutputStream(out)) {
            jar.putNextEntry(new ZipEntry("Own.class"));
            jar.write(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 3, 0, 0, 1, 0, 0, 0, 0, 0, 0
            });
        }
    }
}
