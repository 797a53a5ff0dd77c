package dev.piroutes.cli;

import dev.piroutes.check.Checker;
import dev.piroutes.cli.CheckReport.Format;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
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
                .paramLabel(Format.words("|"))
                .description("How it is written: a line each, or a file for programs. Default: text.")
                .build());
    }

    @Override
    int execute(ParseResult line) {
        Format format = format(line.matchedOptionValue(FORMAT, Format.TEXT.word()));
        RouteFiles routes = files(line);
        Settings settings = settings(line, routes);
        List<Finding> findings = new ArrayList<>(new Checker(settings.forRoutes(routes)).check(routes.sources()));
        findings.addAll(routes.strays());
        List<String> names = routes.sources().stream().map(RouteSource::name).toList();
        CheckReport report = new CheckReport(names, findings, line.matchedOptionValue(STRICT, false));
        System.out.println(report.in(format, Ansi.AUTO));
        return report.fails() ? PiRoutes.FAULT : 0;
    }

    private static Format format(String word) {
        return Format.of(word)
                .orElseThrow(() -> new UsageException(
                        "--format must be one of " + Format.words(", ") + ", but was \"" + word + "\""));
    }
}
