package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.watch.StatusText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code status}: how a running program is, asked on its management port. Exit codes as for a service: 0 it runs and all is
 * well; 1 it runs, but not all works; 2 the command line was wrong; 3 it does not run; 4 something else answers.
 */
final class StatusCommand extends SettingsCommand {

    static final int NOT_RUNNING = 3;
    static final int UNKNOWN = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String FORMAT = "--format";

    StatusCommand() {
        super(
                "status",
                "Says how a running program is: devices, connections, queues.",
                List.of(Setting.MANAGEMENT_PORT));
    }

    @Override
    void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(FORMAT)
                .type(String.class)
                .paramLabel("text|json")
                .description("text: a line for each part; json: all of it. Default: text.")
                .build());
    }

    @Override
    int execute(ParseResult line) throws Exception {
        String format = line.matchedOptionValue(FORMAT, "text");
        if (!List.of("text", "json").contains(format)) {
            throw new UsageException("--format must be text or json, but was \"" + format + "\"");
        }
        int port = settings(line, List.of()).port(Setting.MANAGEMENT_PORT);
        if (port == 0) {
            throw new UsageException("management.port 0 means that nobody can ask; give the one that the program has");
        }
        HttpResponse<String> response;
        try {
            response = ask(port);
        } catch (ConnectException e) {
            return end(
                    NOT_RUNNING,
                    "not running: nobody answers on 127.0.0.1:" + port
                            + " (if it runs with another management.port, name that)");
        } catch (IOException e) {
            return end(UNKNOWN, "no answer from 127.0.0.1:" + port + ": " + Reason.of(e));
        }
        JsonObject status;
        try {
            status = (JsonObject) Jsoner.deserialize(response.body());
        } catch (DeserializationException | ClassCastException e) {
            status = null;
        }
        if (response.statusCode() != 200 || status == null || !status.containsKey("health")) {
            return end(
                    UNKNOWN,
                    "what answers on 127.0.0.1:" + port + " is not Pi Routes, or not ready to tell (HTTP "
                            + response.statusCode() + ")");
        }
        if (format.equals("json")) {
            System.out.println(status.toJson());
        } else {
            StatusText.of(status).stream().map(OneLine::printable).forEach(System.out::println);
        }
        return StatusText.isHealthy(status) ? 0 : PiRoutes.FAULT;
    }

    private static HttpResponse<String> ask(int port) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/status"))
                .timeout(PATIENCE)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static int end(int code, String line) {
        System.err.println("pi-routes: " + line);
        return code;
    }
}
