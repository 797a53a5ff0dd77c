package dev.piroutes.cli;

import dev.piroutes.systemd.ServiceManager;
import java.util.List;
import org.apache.camel.CamelContext;
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
        Settings settings = settings(line, routes.properties());
        LogFormat.apply(settings);
        Bench bench = new Bench(settings, routes);
        ServiceManager manager = ServiceManager.here();
        ShutdownHook.on(bench, manager);
        bench.start();
        CamelContext context = bench.context();
        manager.ready(() -> Health.inOneLine(context), () -> Health.isAlive(context));
        BackgroundPrepare.begin();
        return bench.await();
    }
}
