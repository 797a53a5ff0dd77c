package dev.piroutes.cli;

import dev.piroutes.systemd.ServiceManager;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/** {@code run}: the devices, and a broker for them unless {@code mqtt.url} names one. */
final class RunCommand extends SettingsCommand {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    RunCommand() {
        super("run", "Runs devices; without --mqtt.url, an embedded broker for them too.", List.of(Setting.values()));
    }

    @Override
    int execute(ParseResult line) throws Exception {
        RouteFiles routes = files(line);
        Settings settings = settings(line, routes.properties());
        RunOptions options = RunOptions.of(settings);
        options.log().apply();
        Extensions.use(settings, routes, problem -> LOG.warn("ext      {}", problem));
        Program program = new Program(options, routes);
        ServiceManager manager = ServiceManager.here();
        ShutdownHook.on(program, manager);
        program.start();
        CamelContext context = program.context();
        manager.ready(() -> Health.inOneLine(context), () -> Health.isAlive(context));
        BackgroundPrepare.begin();
        return program.await();
    }
}
