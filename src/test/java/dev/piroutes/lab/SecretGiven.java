package dev.piroutes.lab;

import dev.piroutes.kit.Nasty;
import dev.piroutes.kit.Program;
import dev.piroutes.secure.SecureFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a program is given its passwords.
 *
 * @param home its working folder
 * @param secrets by their setting
 * @param options what is no secret
 */
record SecretGiven(Way way, Path home, Map<String, String> secrets, List<String> options) {

    /** How a program is told its passwords. */
    enum Way {
        FILE,
        ENVIRONMENT,
        OPTION,
        CREDENTIALS
    }

    Program start(String command) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(options);
        Map<String, String> environment = new HashMap<>();
        StringBuilder file = new StringBuilder();
        secrets.forEach((name, secret) -> {
            switch (way) {
                case OPTION -> arguments.add("--" + name + "=" + secret);
                case ENVIRONMENT -> environment.put(name.toUpperCase().replace('.', '_'), secret);
                default ->
                    file.append(name)
                            .append('=')
                            .append(Nasty.inProperties(secret))
                            .append('\n');
            }
        });
        Files.writeString(home.resolve("application.properties"), file);
        return Program.start(home, environment, List.of(), arguments.toArray(String[]::new));
    }

    /** A folder with routes, and a device for each of these passwords. @param more properties of each, or nothing */
    static Path home(Path parent, Path secure, int port, String name, List<String> devices, String more)
            throws IOException {
        Path home = Files.createDirectories(parent.resolve(name));
        Path routes = Files.createDirectories(home.resolve("routes"));
        Path credentials = Files.createDirectories(home.resolve("credentials"));
        Files.writeString(
                routes.resolve("own.camel.yaml"),
                """
                - route:
                    id: own
                    description: Says that it is there
                    from:
                      uri: timer:own
                      parameters: {repeatCount: 1}
                      steps:
                        - setBody:
                            constant: here
                        - to:
                            uri: paho:csc2106/own
                            parameters: {client: "#own", qos: 1}
                - beans:
                    - name: own
                      type: dev.piroutes.mqtt.MqttDevice
                      properties: {clientId: "{{me}}", statusTopic: csc2106/own/status}
                """);
        Files.writeString(
                routes.resolve("web.camel.yaml"),
                """
                - route:
                    id: web
                    description: Asks a server that is not there
                    from:
                      uri: timer:web
                      parameters: {repeatCount: 2}
                      steps:
                        - to:
                            uri: vertx-http:http://127.0.0.1:1/
                            parameters: {basicAuthUsername: me, basicAuthPassword: "{{web.password}}"}
                """);
        StringBuilder bridge = new StringBuilder("- beans:\n");
        for (String secret : devices) {
            String id = SecretUsers.of(secret) + "-" + name;
            bridge.append(
                    """
                        - name: %s
                          type: dev.piroutes.mqtt.MqttDevice
                          properties: {clientId: %s, url: "ssl://127.0.0.1:%d", credentials: credentials%s}
                    """
                            .formatted(id, id, port, more));
            credentials(home, secure, id, secret, "");
        }
        if (!devices.isEmpty()) {
            Files.writeString(routes.resolve("bridge.camel.yaml"), bridge.toString());
        }
        return home;
    }

    static void credentials(Path home, Path secure, String id, String secret, String more) throws IOException {
        Files.writeString(
                home.resolve("credentials").resolve(id + ".properties"),
                "mqtt.username=" + SecretUsers.of(secret) + "\nmqtt.password=" + Nasty.inProperties(secret) + more
                        + "\nmqtt.ca=" + secure.resolve(SecureFolder.CA) + "\n");
    }
}
