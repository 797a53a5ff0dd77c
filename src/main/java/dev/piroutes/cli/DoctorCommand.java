package dev.piroutes.cli;

import dev.piroutes.doctor.Machine;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;

/**
 * {@code doctor}: whether {@code run} with the same settings would work here, and what to do if not. It starts and changes
 * nothing. Exit code 1: something will not work; warnings do not count. Settings that do not fit end it as they end {@code run}.
 */
final class DoctorCommand extends SettingsCommand {

    DoctorCommand() {
        super(
                "doctor",
                "Says whether run, with these settings, would work on this machine.",
                List.of(Setting.values()));
    }

    @Override
    int execute(ParseResult line) throws Exception {
        RouteFiles routes = files(line);
        Settings settings = settings(line, routes.properties());
        RunOptions options = RunOptions.of(settings);
        List<Finding> found = new ArrayList<>();
        Extensions.use(settings, routes, problem -> found.add(Finding.warning("ext", problem)));
        found.addAll(0, Outlook.of(options, routes, Machine.here(), Instant.now()));
        found.stream().map(DoctorCommand::line).map(OneLine::printable).forEach(System.out::println);
        return found.stream().anyMatch(Finding::isError) ? PiRoutes.FAULT : 0;
    }

    static String line(Finding finding) {
        String how = finding.isError() ? "fail" : finding.severity() == Severity.WARNING ? "warn" : "ok";
        return "%-5s %-8s %s".formatted(how, finding.place(), finding.message());
    }
}
