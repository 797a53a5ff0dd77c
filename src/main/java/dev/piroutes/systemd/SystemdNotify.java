package dev.piroutes.systemd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends by {@code systemd-notify(1)}, which is wherever systemd is. The socket of the service manager takes datagrams, and
 * Java has Unix sockets for streams only; a library would bring native code for every kind of Pi, for one message in half
 * a minute. It costs a child process each time (a few milliseconds), and {@code NotifyAccess=all} in the unit.
 */
final class SystemdNotify implements ServiceManager.Notification {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotify.class);

    /** It waits until systemd has taken the message, which is at once unless systemd is in trouble. */
    private static final int SECONDS = 10;

    private final String command;

    SystemdNotify() {
        this("systemd-notify");
    }

    SystemdNotify(String command) {
        this.command = command;
    }

    @Override
    public void send(List<String> lines) {
        List<String> call = new ArrayList<>(List.of(command));
        call.addAll(lines);
        try {
            Process process = new ProcessBuilder(call)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
                LOG.warn("systemd  has not taken {} within {} s", lines, SECONDS);
            } else if (process.exitValue() != 0) {
                LOG.warn("systemd  was not told {}: {} ended with {}", lines, command, process.exitValue());
            }
        } catch (IOException e) {
            LOG.warn("systemd  was not told {}: {} cannot be run; is it installed?", lines, command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
