package dev.piroutes.cli;

import dev.piroutes.board.BoardException;
import dev.piroutes.board.Boards;
import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.BrokerOutlook;
import dev.piroutes.check.Checker;
import dev.piroutes.check.Explain;
import dev.piroutes.check.Verdict;
import dev.piroutes.doctor.CertificateChecks;
import dev.piroutes.doctor.DiskChecks;
import dev.piroutes.doctor.Machine;
import dev.piroutes.doctor.PortOwners;
import dev.piroutes.doctor.SystemChecks;
import dev.piroutes.files.Reason;
import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.mqtt.ConnectTrial;
import dev.piroutes.mqtt.Mqtt5Client;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.net.ListenFailure;
import dev.piroutes.page.PageSettings;
import dev.piroutes.secure.SecureException;
import dev.piroutes.sensor.KernelSensors;
import dev.piroutes.sensor.SensorEndpoint;
import dev.piroutes.sensor.SensorException;
import dev.piroutes.sensor.SensorName;
import dev.piroutes.sensor.Sensors;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.words.Count;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What a start would meet on this machine. Each part of the program is asked as its start asks it, in the words of the start;
 * nothing is started, made or changed. An error: it would not start, or wait; a warning: it would run, and not well.
 */
final class Outlook {

    private final RunOptions options;
    private final RouteFiles routes;
    private final Machine machine;
    private final Set<Finding> found = new LinkedHashSet<>();
    private final List<CertificateInUse> certificates = new ArrayList<>();
    private final List<MqttDevice> devices = new ArrayList<>();

    private ConnectTrial.Door door = (client, user, password, will) -> Optional.empty();

    private Outlook(RunOptions options, RouteFiles routes, Machine machine) {
        this.options = options;
        this.routes = routes;
        this.machine = machine;
    }

    /** @throws UsageException as the start does, if there is no such device as the settings name */
    static List<Finding> of(RunOptions options, RouteFiles routes, Machine machine, Instant now) {
        Outlook outlook = new Outlook(options, routes, machine);
        outlook.machine(now);
        outlook.disk();
        outlook.broker();
        outlook.servers();
        outlook.routes();
        outlook.devices();
        outlook.found.addAll(CertificateChecks.look(outlook.certificates, now));
        outlook.found.addAll(new SystemChecks(machine).services());
        return List.copyOf(outlook.found);
    }

    private void machine(Instant now) {
        SystemChecks system = new SystemChecks(machine);
        found.add(system.java());
        found.add(system.memory());
        found.add(system.clock(now, Objects.requireNonNullElse(PiRoutes.Version.built(), Instant.EPOCH)));
        try {
            found.add(Finding.ok("pins", Boards.look(options.board())));
        } catch (BoardException e) {
            found.add(Finding.error("pins", Reason.of(e)));
        }
    }

    /** As their lines would be opened. A program of ours that runs is no surprise; one more could not be started. */
    private void pins(CamelContext context) {
        List<Integer> used = context.getEndpoints().stream()
                .filter(GpioEndpoint.class::isInstance)
                .map(endpoint -> ((GpioEndpoint) endpoint).getPinNumber())
                .distinct()
                .sorted()
                .toList();
        try {
            Boards.taken(options.board(), used).stream()
                    .map(words -> words.contains("'pi-routes-")
                            ? Finding.warning("pins", words)
                            : Finding.error("pins", words))
                    .forEach(found::add);
        } catch (BoardException e) {
            found.add(Finding.error("pins", Reason.of(e))); // as it has been found before, unless there is no chip
        }
    }

    /** As routes would read them. A chip that is not there is waited for. */
    private void sensors(CamelContext context) {
        if (options.sensors().isVirtual(hasVirtualPins())) {
            return;
        }
        Sensors kernel = new KernelSensors();
        context.getEndpoints().stream()
                .filter(SensorEndpoint.class::isInstance)
                .map(endpoint -> SensorName.parse(((SensorEndpoint) endpoint).getName()))
                .distinct()
                .forEach(name -> sensor(kernel, name));
    }

    private boolean hasVirtualPins() {
        try {
            return Boards.isVirtual(options.board());
        } catch (BoardException e) {
            return false; // which has been found before
        }
    }

    private void sensor(Sensors sensors, SensorName name) {
        try {
            sensors.read(name);
            found.add(Finding.ok("sensors", "sensor:" + name + " has a value"));
        } catch (SensorException e) {
            found.add(Finding.warning("sensors", Reason.of(e)));
        }
    }

    private void disk() {
        Settings settings = options.settings();
        // Nothing is written there until a broker is away.
        Finding outbox = DiskChecks.folder("outbox.dir", Path.of(settings.require(Setting.OUTBOX_DIR)));
        found.add(outbox.isError() ? Finding.warning(outbox.place(), outbox.message()) : outbox);
        found.addAll(DiskChecks.files("outbox.dir", Path.of(settings.require(Setting.OUTBOX_DIR))));
        Degraded.setAside(settings).stream()
                .map(file -> Finding.warning("damaged", Degraded.line(file)))
                .forEach(found::add);
    }

    private void broker() {
        BrokerOptions own = options.broker();
        if (own == null) {
            return;
        }
        certificates.addAll(own.certificates());
        BrokerOutlook outlook;
        try {
            outlook = Broker.outlook(own.settings());
        } catch (SecureException | BrokerException e) {
            found.add(Finding.error("broker", Reason.of(e)));
            return;
        }
        found.add(
                outlook.data() == null
                        ? data(own.data())
                        : Finding.error("disk", EmbeddedBroker.whyNot(outlook.data(), own)));
        if (outlook.port() != null) {
            found.add(taken(EmbeddedBroker.whyNot(outlook.port(), own), own.port()));
        } else {
            found.add(free("broker.port", own.port()));
        }
        if (outlook.configuration() != null) {
            found.add(Finding.error("broker", EmbeddedBroker.whyNot(outlook.configuration(), own)));
        }
        outlook.problem().map(problem -> Finding.error("users", problem)).ifPresent(found::add);
        door = outlook::refusal;
        certificates.addAll(outlook.certificates());
    }

    private static Finding data(Path data) {
        return Files.isRegularFile(data)
                ? Finding.warning(
                        "disk", "broker.data " + data + " is a file: a start sets it aside, and makes a folder")
                : DiskChecks.folder("broker.data", data);
    }

    private void servers() {
        PageSettings page = options.page();
        if (page == null) {
            found.add(free("page.port", 0));
        } else {
            server("page.port", page.host(), page.port(), e -> Page.whyNot(page, e));
            if (page.certificate() != null) {
                certificates.add(page.certificate().inUse());
            }
        }
        int management = options.management();
        server("management.port", Management.HOST, management, e -> Management.whyNot(management, e));
    }

    private interface Words {
        String of(IOException e);
    }

    private void server(String setting, String host, int port, Words words) {
        try {
            ListenFailure.requireFree(host, port);
            found.add(free(setting, port));
        } catch (IOException e) {
            found.add(taken(words.of(e), port));
        }
    }

    private static Finding free(String setting, int port) {
        return Finding.ok("port", port == 0 ? setting + "=0" : port + " is free (" + setting + ")");
    }

    /** A program of ours that runs is no surprise; one more would wait for it. */
    private Finding taken(String words, int port) {
        boolean ours = new PortOwners(machine)
                .owner(port)
                .filter(owner -> owner.contains("pi-routes.jar"))
                .isPresent();
        return ours ? Finding.warning("port", words) : Finding.error("port", words);
    }

    private void routes() {
        List<RouteSource> sources = routes.sources(options.devices());
        Checker checker = new Checker(options.settings().forRoutes(routes));
        try {
            options.home().require(checker, routes.texts(options.devices()));
        } catch (IllegalArgumentException e) {
            found.add(Finding.error("routes", Reason.of(e)));
        }
        Verdict verdict = checker.judge(sources, context -> {
            devices.addAll(context.getRegistry().findByType(MqttDevice.class));
            pins(context);
            sensors(context);
        });
        List<Finding> errors =
                verdict.findings().stream().filter(Finding::isError).toList();
        String files = Count.of(sources.size(), "file");
        found.add(
                errors.isEmpty()
                        ? Finding.ok("routes", files + ", nothing to mend")
                        : Finding.error(
                                "routes",
                                Count.of(errors.size(), "error") + " in " + files + ", the first: " + errors.get(0)
                                        + " (pi-routes check says all)"));
        routes.strays().stream()
                .map(stray -> Finding.warning("routes", stray.place() + ": " + stray.message()))
                .forEach(found::add);
    }

    /** What the devices need is looked at; their brokers are tried, but for the one that is not started. */
    private void devices() {
        try (DefaultCamelContext settings = new DefaultCamelContext(false)) {
            Properties properties = new Properties();
            properties.putAll(options.settings().forRoutes(routes));
            BrokerOptions own = options.broker();
            if (own != null && own.port() == 0) {
                // Its address is known when it has started; no device connects to it here.
                properties.put(
                        Setting.MQTT_URL.key(), own.at(options.profile().port()).localUrl());
            }
            settings.getPropertiesComponent().setOverrideProperties(properties);
            settings.build();
            ConnectTrial trial = new ConnectTrial(settings);
            devices.forEach(device -> device(device, trial));
            certificates.addAll(trial.certificates());
            if (options.page() != null) {
                page(settings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void device(MqttDevice device, ConnectTrial trial) {
        try {
            if (options.broker() == null || device.isElsewhere()) {
                answers(trial.of(device));
            } else {
                trial.of(device, door).map(why -> Finding.error("users", why)).ifPresent(found::add);
            }
        } catch (RuntimeException e) {
            found.add(Finding.error("broker", Explain.inOneLine(e)));
        }
    }

    /** A device takes the first of several brokers that lets it in. */
    private void answers(List<ConnectTrial.Answer> answers) {
        boolean taken = answers.stream().anyMatch(ConnectTrial.Answer::taken);
        for (ConnectTrial.Answer answer : answers) {
            found.add(
                    answer.taken()
                            ? Finding.ok("broker", answer.words())
                            : taken
                                    ? Finding.warning("broker", answer.words())
                                    : Finding.error("broker", answer.words()));
        }
    }

    /** It runs without, and cannot publish, nor see what others do at a broker elsewhere. */
    private void page(CamelContext settings) {
        try {
            new Mqtt5Client(settings, Page.CLIENT).close();
        } catch (IllegalArgumentException e) {
            found.add(Finding.warning("page", Page.CLIENT + ": " + Reason.of(e)));
        }
    }
}
