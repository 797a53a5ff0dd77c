package dev.piroutes.cli;

import dev.piroutes.check.Checker;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Severity;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code check}: looks at route files without a broker and without pins. Exit code 0: nothing to mend (hints and, without
 * {@code --strict}, warnings do not count); 1: something is; 2: the command line was wrong.
 */
final class CheckCommand extends SettingsCommand {

    private static final String STRICT = "--strict";
    private static final String FORMAT = "--format";
    private static final String TEXT = "text";
    private static final String JSON = "json";

    CheckCommand() {
        super(
                "check",
                "Checks route files, without a broker and without pins: all that is wrong, a line each.",
                List.of(Setting.ROUTES_DIR, Setting.EXT_DIR, Setting.LAB_ROOT));
    }

    @Override
    void addTo(CommandSpec spec) {
        addFiles(spec);
        spec.addOption(OptionSpec.builder(STRICT)
                .type(boolean.class)
                .description("Warnings end with exit code 1, too.")
                .build());
        spec.addOption(OptionSpec.builder(FORMAT)
                .type(String.class)
                .paramLabel("text|json")
                .description("How it is written: a line each, or a list for programs. Default: text.")
                .build());
    }

    @Override
    int execute(ParseResult line) {
        String format = line.matchedOptionValue(FORMAT, TEXT);
        if (!Set.of(TEXT, JSON).contains(format)) {
            throw new UsageException("--format must be text or json, but was \"" + format + "\"");
        }
        RouteFiles routes = files(line);
        Settings settings = settings(line, routes);
        List<Finding> findings = new Checker(settings.forRoutes(routes)).check(routes.sources());
        CheckReport report = new CheckReport(routes.sources().size(), findings);
        System.out.println(format.equals(JSON) ? report.json() : report.text());
        boolean strict = line.matchedOptionValue(STRICT, false);
        return findings.stream().anyMatch(finding -> fails(finding, strict)) ? PiRoutes.FAULT : 0;
    }

    private static boolean fails(Finding finding, boolean strict) {
        return finding.isError() || strict && finding.severity() == Severity.WARNING;
    }
}
