package dev.piroutes.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who has a port. */
public final class PortOwners {

    private final Machine machine;

    public PortOwners(Machine machine) {
        this.machine = machine;
    }

    /** The process that listens on a port and its command line, if this user may know. */
    public Optional<String> owner(int port) {
        String local = ":" + "%04X".formatted(port);
        Pattern listening =
                Pattern.compile("(?m)^\\s*\\d+: [0-9A-F]+" + local + " [0-9A-F]+:0000 0A (?:\\S+ +){5}(\\d+)");
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            Matcher socket = listening.matcher(machine.read(table).orElse("").toUpperCase(Locale.ROOT));
            if (socket.find()) {
                return process("socket:[" + socket.group(1) + "]");
            }
        }
        return Optional.empty();
    }

    private Optional<String> process(String socket) {
        for (Path process : machine.list("/proc", "[0-9]+")) {
            String pid = process.getFileName().toString();
            for (Path file : machine.list("/proc/" + pid + "/fd", "[0-9]+")) {
                if (pointsTo(file, socket)) {
                    String command =
                            machine.read("/proc/" + pid + "/cmdline").orElse("").replace('\0', ' ');
                    return Optional.of("process " + pid + " (" + command.trim() + ")");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean pointsTo(Path link, String target) {
        try {
            return Files.readSymbolicLink(link).toString().equals(target);
        } catch (IOException e) {
            return false;
        }
    }
}
