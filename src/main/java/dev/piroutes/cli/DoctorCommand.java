package dev.piroutes.cli;

import dev.piroutes.check.Checker;
import dev.piroutes.doctor.BrokerCheck;
import dev.piroutes.doctor.CertificateChecks;
import dev.piroutes.doctor.DiskChecks;
import dev.piroutes.doctor.Machine;
import dev.piroutes.doctor.PortChecks;
import dev.piroutes.doctor.SystemChecks;
import dev.piroutes.files.Reason;
import dev.piroutes.net.Url;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Severity;
import dev.piroutes.tls.CertificateInUse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * {@code doctor}: whether {@code run} with the same settings would work here, and what to do if not. It starts and changes
 * nothing. Exit code 1: something will not work; warnings do not count.
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
        Settings settings = settings(line, routes);
        List<Finding> found = new ArrayList<>();
        Machine machine = Machine.here();
        SystemChecks system = new SystemChecks(machine);
        found.add(system.java(Runtime.version()));
        found.add(system.memory());
        Instant now = Instant.now();
        found.add(system.clock(now, Objects.requireNonNullElse(PiRoutes.Version.built(), Instant.EPOCH)));
        found.add(system.pins(settings.require(Setting.GPIO_BOARD)));
        found.add(DiskChecks.folder("outbox.dir", Path.of(settings.require(Setting.OUTBOX_DIR))));
        Degraded.setAside(settings).stream()
                .map(file -> Finding.warning("damaged", Degraded.line(file)))
                .forEach(found::add);
        PortChecks ports = new PortChecks(machine);
        BrokerOptions own = settings.get(Setting.MQTT_URL) == null ? BrokerOptions.of(settings) : null;
        if (own != null) {
            found.add(DiskChecks.folder("broker.data", own.data()));
            found.add(ports.port("broker.port", own.host(), own.port()));
        } else {
            found.addAll(brokers(settings));
        }
        found.add(ports.port("page.port", settings.host(Setting.PAGE_HOST), settings.port(Setting.PAGE_PORT)));
        found.add(ports.port("management.port", "127.0.0.1", settings.port(Setting.MANAGEMENT_PORT)));
        found.addAll(CertificateChecks.look(certificates(settings, own), now));
        found.addAll(system.services());
        found.add(routes(settings, routes));
        found.stream().map(DoctorCommand::line).map(OneLine::printable).forEach(System.out::println);
        return found.stream().anyMatch(Finding::isError) ? PiRoutes.FAULT : 0;
    }

    private static String line(Finding finding) {
        String how = finding.isError() ? "fail" : finding.severity() == Severity.WARNING ? "warn" : "ok";
        return "%-5s %-8s %s".formatted(how, finding.place(), finding.message());
    }

    private static List<CertificateInUse> certificates(Settings settings, @Nullable BrokerOptions own) {
        List<CertificateInUse> all = new ArrayList<>();
        if (own != null) {
            all.addAll(own.certificates());
        }
        String folder = settings.get(Setting.MQTT_CREDENTIALS);
        if (folder != null) {
            all.addAll(SecureFolder.certificates(Path.of(folder), CertificateInUse.COPY));
        }
        String ca = settings.get(Setting.MQTT_CA);
        if (ca != null) {
            CertificateInUse.in(Path.of(ca), "the broker's authority", CertificateInUse.COPY)
                    .ifPresent(all::add);
        }
        return all;
    }

    private static List<Finding> brokers(Settings settings) {
        String ca = settings.get(Setting.MQTT_CA);
        BrokerCheck check = new BrokerCheck(
                settings.get(Setting.MQTT_USERNAME),
                settings.get(Setting.MQTT_PASSWORD),
                ca == null ? null : Path.of(ca));
        try {
            return Url.ofMqttUrls(settings.require(Setting.MQTT_URL)).stream()
                    .map(check::reach)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(Finding.error("broker", Reason.of(e)));
        }
    }

    private static Finding routes(Settings settings, RouteFiles routes) {
        List<Finding> errors = new Checker(settings.forRoutes(routes))
                .check(routes.sources()).stream().filter(Finding::isError).toList();
        String files = routes.sources().size() + " files";
        return errors.isEmpty()
                ? Finding.ok("routes", files + ", nothing to mend")
                : Finding.error(
                        "routes",
                        errors.size() + " errors in " + files + ", the first: " + errors.get(0)
                                + " (pi-routes check says all)");
    }
}
