package dev.piroutes.cli;

import dev.piroutes.mqtt.UnsentMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code outbox}: the messages that devices have set aside, because their broker would not take them. It works on their
 * files, so it does the same whether the program runs or not.
 */
final class OutboxCommand extends SettingsCommand {

    private static final String ALL = "all";

    OutboxCommand() {
        super(
                "outbox",
                "Lists messages that were set aside because the broker would not take them, sends them again, deletes them.",
                List.of(Setting.OUTBOX_DIR));
    }

    @Override
    void addTo(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("list|send|delete")
                .type(String.class)
                .description("list: a line for each, the default. send: put it back into the outbox, of a program that"
                        + " runs within a second, else at its next start. delete: for good.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("1..*")
                .arity("0..*")
                .paramLabel("NAME")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("Which, as list shows them; all: all of them.")
                .build());
    }

    @Override
    int execute(ParseResult line) throws Exception {
        Path folder = Path.of(settings(line, List.of()).require(Setting.OUTBOX_DIR));
        String action = line.matchedPositionalValue(0, "list");
        List<String> names = line.matchedPositionalValue(1, List.of());
        switch (action) {
            case "list" -> {
                if (!names.isEmpty()) {
                    throw new UsageException("list takes no name, but was given \"" + names.get(0) + "\"");
                }
                list(folder);
            }
            case "send" -> {
                for (UnsentMessages.Message message : chosen(folder, action, names)) {
                    UnsentMessages.resend(message);
                    say(message.name() + ": goes back into the outbox, within a second if the program runs, else at its"
                            + " next start");
                }
            }
            case "delete" -> {
                for (UnsentMessages.Message message : chosen(folder, action, names)) {
                    UnsentMessages.delete(message);
                    say(message.name() + ": deleted");
                }
            }
            default -> throw new UsageException("outbox can list, send and delete, but not \"" + action + "\"");
        }
        return 0;
    }

    private static void list(Path folder) throws IOException {
        List<UnsentMessages.Message> messages = UnsentMessages.in(folder);
        if (messages.isEmpty()) {
            say("no message is set aside in " + folder);
        }
        for (UnsentMessages.Message message : messages) {
            say(
                    message.topic().isEmpty()
                            ? message.name() + ": " + message.reason()
                            : message.name() + ": " + (message.isToBeSent() ? "to be sent again: " : "")
                                    + message.payload().length + " bytes to " + message.topic() + ", QoS "
                                    + message.qos() + (message.retained() ? ", retained" : "") + ", published "
                                    + message.published().truncatedTo(ChronoUnit.SECONDS) + "; "
                                    + message.reason());
        }
    }

    private static List<UnsentMessages.Message> chosen(Path folder, String action, List<String> names)
            throws IOException {
        if (names.isEmpty()) {
            throw new UsageException(action + " which? Name one that 'pi-routes outbox list' shows, or all");
        }
        List<UnsentMessages.Message> there = UnsentMessages.in(folder);
        if (names.equals(List.of(ALL))) {
            return there;
        }
        List<UnsentMessages.Message> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(there.stream()
                    .filter(message -> message.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("no message \"" + name + "\" is set aside in " + folder)));
        }
        return chosen;
    }

    private static void say(String line) {
        System.out.println(OneLine.printable(OneLine.start(line)));
    }
}
