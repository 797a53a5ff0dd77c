package dev.piroutes.cli;

import dev.piroutes.check.Catalogue;
import dev.piroutes.check.Catalogue.Part;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code components}: what routes can use here, a line each: kind, name, title, artifact, and where it is from. */
final class ComponentsCommand extends SettingsCommand {

    ComponentsCommand() {
        super(
                "components",
                "Lists the components, languages and data formats that routes can use here.",
                List.of(Setting.ROUTES_DIR, Setting.EXT_DIR));
    }

    @Override
    int execute(ParseResult line) {
        settings(line, files(line));
        Catalogue.here().stream().map(ComponentsCommand::line).forEach(System.out::println);
        return 0;
    }

    private static String line(Part part) {
        return "%-10s  %-20s  %-20s  %s%s"
                .formatted(part.kind().word(), part.name(), part.title(), part.artifact(), part.own() ? "  ext" : "")
                .stripTrailing();
    }
}
