package dev.piroutes.cli;

import dev.piroutes.check.Checker;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Severity;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code check}: looks at route files without a broker and without pins. Exit code 0: nothing to mend (hints and, without
 * {@code --strict}, warnings do not count); 1: something is; 2: the command line was wrong.
 */
final class CheckCommand extends SettingsCommand {

    private static final String STRICT = "--strict";

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
    }

    @Override
    int execute(ParseResult line) {
        RouteFiles routes = files(line);
        Settings settings = settings(line, routes);
        List<Finding> findings = new Checker(settings.forRoutes(routes)).check(routes.sources());
        findings.forEach(System.out::println);
        System.out.println(summary(routes.sources().size(), findings));
        boolean strict = line.matchedOptionValue(STRICT, false);
        return findings.stream().anyMatch(finding -> fails(finding, strict)) ? PiRoutes.FAULT : 0;
    }

    private static boolean fails(Finding finding, boolean strict) {
        return finding.isError() || strict && finding.severity() == Severity.WARNING;
    }

    private static String summary(int files, List<Finding> findings) {
        List<String> counts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            if (count > 0) {
                counts.add(count + " " + severity.name().toLowerCase(java.util.Locale.ROOT) + (count == 1 ? "" : "s"));
            }
        }
        return files + (files == 1 ? " file" : " files") + " checked: "
                + (counts.isEmpty() ? "nothing to mend" : String.join(", ", counts));
    }
}
