package dev.piroutes.doctor;

import static dev.piroutes.source.Finding.error;
import static dev.piroutes.source.Finding.ok;
import static dev.piroutes.source.Finding.warning;

import dev.piroutes.source.Finding;
import dev.piroutes.tls.Dates;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java, memory, clock and the installed services. */
public final class SystemChecks {

    /** What a broker, devices and page need at least, measured with a bounded heap. */
    private static final long MEMORY_MB = 150;

    private final Machine machine;

    public SystemChecks(Machine machine) {
        this.machine = machine;
    }

    /** One that is too old for this program cannot run this either: bin/pi-routes says so. */
    public Finding java() {
        return ok("java", Runtime.version() + " at " + System.getProperty("java.home"));
    }

    public Finding memory() {
        String info = machine.read("/proc/meminfo").orElse("");
        long available = megabytes(info, "MemAvailable");
        if (available < 0) {
            return ok("memory", "how much there is cannot be told here");
        }
        String text = available + " MB of " + megabytes(info, "MemTotal") + " MB available";
        return available >= MEMORY_MB
                ? ok("memory", text)
                : warning(
                        "memory",
                        text + ", a broker with devices and page needs about " + MEMORY_MB
                                + " MB: end other programs, or run --page.port=0");
    }

    private static long megabytes(String info, String key) {
        Matcher line = Pattern.compile("(?m)^" + key + ":\\s+(\\d+) kB$").matcher(info);
        return line.find() ? Long.parseLong(line.group(1)) / 1024 : -1;
    }

    /** What is to be said of a clock that is wrong for certain: it is before the program was built. */
    public static Optional<String> wrongClock(Instant now, Instant built) {
        return now.isBefore(built)
                ? Optional.of(Dates.minute(now) + " is wrong: this program was built on " + Dates.day(built)
                        + ". Nothing waits for it but TLS, which needs the time (sudo timedatectl set-ntp true)")
                : Optional.empty();
    }

    /** @param built when the program was built: a Pi starts in 1970, or when its image was made */
    public Finding clock(Instant now, Instant built) {
        Optional<String> wrong = wrongClock(now, built);
        if (wrong.isPresent()) {
            return warning("clock", wrong.get());
        }
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return switch (machine.run("timedatectl", "show", "-p", "NTPSynchronized", "--value")
                .orElse("")) {
            case "yes" -> ok("clock", time + ", synchronised");
            case "no" -> warning("clock", time + ", not synchronised: sudo timedatectl set-ntp true");
            default -> ok("clock", time + "; whether it is synchronised cannot be told here");
        };
    }

    /** The services of the Debian package, those that are installed. */
    public List<Finding> services() {
        List<Finding> services = new ArrayList<>();
        for (String name : List.of("pi-routes", "pi-routes-broker")) {
            String unit = name + ".service";
            boolean installed =
                    List.of("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system").stream()
                            .anyMatch(folder ->
                                    !machine.list(folder, Pattern.quote(unit)).isEmpty());
            if (installed) {
                String state = machine.run("systemctl", "is-active", unit).orElse("");
                services.add(
                        state.equals("failed")
                                ? error("service", unit + " has failed: journalctl -u " + name + " -e says why")
                                : ok("service", unit + " is " + (state.isEmpty() ? "installed" : state)));
            }
        }
        return services;
    }
}
