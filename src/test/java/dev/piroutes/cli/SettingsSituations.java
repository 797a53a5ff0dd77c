package dev.piroutes.cli;

import static dev.piroutes.cli.Situation.refuses;
import static dev.piroutes.cli.Situation.runs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** Settings: on the command line, in the environment, in a file. */
final class SettingsSituations {

    private SettingsSituations() {}

    private static Situation bad(String name, String value, String words) {
        return refuses(name + "=" + value, words, scene -> scene.set(name, value));
    }

    static List<Situation> all() {
        return List.of(
                runs("the usual settings", scene -> {}),
                bad("mqtt.ulr", "tcp://127.0.0.1", "did you mean"),
                bad("management.port", "abc", "management.port must be a port from 0 to 65535"),
                bad("page.port", "70000", "page.port must be a port"),
                bad("broker.will-grace", "soon", "broker.will-grace must be a whole number of seconds"),
                bad("monitor.not-seen", "soon", "monitor.not-seen must be a duration like 90s")
                        .with(scene -> scene.set("page.port", "8080")),
                bad("routes.watch", "maybe", "routes.watch must be true or false"),
                bad("gpio.board", "real", "gpio.board must be auto, pi or virtual"),
                bad("gpio.board", "pi", "needs a Raspberry Pi"),
                runs(
                        "gpio.board in capitals",
                        "virtual board (asked for)",
                        scene -> scene.set("gpio.board", "VIRTUAL")),
                bad("broker.profile", "secured", "broker.profile must be default, lab or secure"),
                bad("lab.root", "a b", "lab.root must be a topic"),
                bad("log.format", "xml", "log.format must be"),
                bad("homeassistant.prefix", "a/#", "homeassistant.prefix"),
                bad("devices", "nobody", "there is no device \"nobody\""),
                refuses("a page that is open to all", "PAGE_PASSWORD", scene -> scene.set("page.port", "8080")
                        .set("page.host", "0.0.0.0")),
                refuses("no address of a page", "page.address must be", scene -> scene.set("page.port", "8080")
                        .set("page.address", "bench")),
                refuses(
                        "no such file of settings",
                        "there is no such file",
                        scene -> scene.config = scene.folder.resolve("none.properties")),
                refuses(
                        "settings in UTF-16",
                        "save it as UTF-8",
                        scene -> scene.config = Files.write(
                                scene.folder.resolve("x.properties"),
                                "page.port=0\n".getBytes(StandardCharsets.UTF_16))),
                refuses(
                        "a bad escape in the settings",
                        "Malformed",
                        scene -> scene.config = scene.write("x.properties", "lab.root=\\u00zz\n")),
                refuses("a bad value in the settings", "gpio.board must be", scene -> {
                    scene.options.remove("gpio.board");
                    scene.config = scene.write("x.properties", "gpio.board=real\n");
                }),
                runs("settings with a byte order mark", "virtual board (asked for)", scene -> {
                    scene.options.remove("gpio.board");
                    scene.config = scene.write("x.properties", "\uFEFFgpio.board=virtual\n");
                }),
                runs(
                        "a setting that nobody knows",
                        scene -> scene.config = scene.write("x.properties", "gpio.borad=pi\n")),
                refuses("a bad value in the environment", "gpio.board must be", scene -> {
                    scene.options.remove("gpio.board");
                    scene.environment.put("GPIO_BOARD", "real");
                }),
                runs("a variable that nobody knows", scene -> scene.environment.put("GPIO_BORAD", "real")));
    }
}
