package dev.piroutes.cli;

import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code run}: the devices, and a broker for them unless {@code mqtt.url} names one. */
final class RunCommand extends SettingsCommand {

    RunCommand() {
        super("run", "Runs devices; without --mqtt.url, an embedded broker for them too.", List.of(Setting.values()));
    }

    @Override
    int execute(ParseResult line) throws Exception {
        // The routes' folder is a setting, and the routes decide which other names are right: two passes.
        Settings first = settings(line, anyName(line));
        RouteFiles routes = RouteFiles.in(first.get(Setting.ROUTES_DIR));
        Bench bench = new Bench(settings(line, routes.properties()), routes);
        ShutdownHook.on(bench);
        bench.start();
        return bench.await();
    }
}
