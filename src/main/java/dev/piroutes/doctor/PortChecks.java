package dev.piroutes.doctor;

import static dev.piroutes.source.Finding.error;
import static dev.piroutes.source.Finding.ok;

import dev.piroutes.net.ListenFailure;
import dev.piroutes.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the ports to listen on are free, and who has those that are not. */
public final class PortChecks {

    private final Machine machine;

    public PortChecks(Machine machine) {
        this.machine = machine;
    }

    /** @param setting that chooses the port */
    public Finding port(String setting, String host, int port) {
        if (port == 0) {
            return ok("port", setting + "=0");
        }
        try {
            ListenFailure.requireFree(host, port);
            return ok("port", port + " is free (" + setting + ")");
        } catch (IOException e) {
            return taken(setting, port, owner(port), e);
        }
    }

    static Finding taken(String setting, int port, Optional<String> owner, IOException e) {
        if (owner.isPresent() && owner.get().contains("pi-routes.jar")) {
            return ok("port", port + " belongs to Pi Routes, which runs (" + setting + ")");
        }
        if (ListenFailure.of(e) != ListenFailure.IN_USE) {
            return error(
                    "port",
                    port + " cannot be listened on: " + e.getMessage() + "; choose another with --" + setting + "=N");
        }
        return error(
                "port",
                port + " is taken by " + owner.orElse("a program of another user (sudo ss -ltnp tells which)")
                        + ": stop that, or choose another with --" + setting + "=N");
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
