package dev.piroutes.cli;

import dev.piroutes.broker.access.Rights;
import dev.piroutes.broker.access.Role;
import dev.piroutes.net.Address;
import dev.piroutes.secure.ClientUse;
import dev.piroutes.secure.RouteTopics;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.secure.Wishes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code secure}: makes the folder of the profile secure from the routes, or brings it up to date with them. It prints what
 * it changed, and what to do next; no password.
 */
final class SecureCommand extends SettingsCommand {

    private static final String HOST = "--host";
    private static final String USER = "--user";
    private static final String REMOVE_USER = "--remove-user";
    private static final String APPLIANCE = "--appliance";
    private static final String CLIENT_ID = "--client-id";
    private static final String TOPIC = "--topic";
    private static final String PASSWORD_FILE = "--password-file";

    SecureCommand() {
        super(
                "secure",
                "Makes users, permissions and certificates for --broker.profile=secure from the routes; again after each edit.",
                List.of(
                        Setting.ROUTES_DIR,
                        Setting.EXT_DIR,
                        Setting.LAB_ROOT,
                        Setting.SECURE_DIR,
                        Setting.HOMEASSISTANT_DISCOVERY,
                        Setting.HOMEASSISTANT_PREFIX,
                        Setting.HOMEASSISTANT_STATE));
    }

    @Override
    void addTo(CommandSpec spec) {
        addFiles(spec);
        names(spec, HOST, "NAME[,NAME…]", "More names and addresses of the broker, for its certificate.");
        names(spec, USER, "NAME[,NAME…]", "People to add: they may read and write all below lab.root.");
        names(spec, REMOVE_USER, "NAME[,NAME…]", "People and appliances to remove.");
        names(
                spec,
                APPLIANCE,
                "NAME",
                "A bought device to add or to change: a user with ids and topics of its maker's.");
        names(spec, CLIENT_ID, "ID[,ID…]", "The appliance's client ids, if they cannot be NAME.");
        names(spec, TOPIC, "FILTER[,FILTER…]", "What the appliance may publish and subscribe.");
        names(
                spec,
                PASSWORD_FILE,
                "FILE",
                "The first line is the password of the one user or appliance; -: of what is typed.");
    }

    private static void names(CommandSpec spec, String option, String label, String description) {
        spec.addOption(OptionSpec.builder(option)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex(",")
                .paramLabel(label)
                .description(description)
                .build());
    }

    @Override
    int execute(ParseResult line) {
        RouteFiles routes = files(line);
        Settings settings = settings(line, routes);
        Path folder = Path.of(settings.require(Setting.SECURE_DIR));
        String root = settings.require(Setting.LAB_ROOT);
        Collection<ClientUse> clients = RouteTopics.of(
                routes.sources(),
                GraphCommand.resolver(settings),
                settings.clientIdSuffix(),
                ClientUse.page(Page.CLIENT, root));
        HomeDiscovery home = HomeDiscovery.of(settings);
        home.addTo(clients);
        List<String> people = line.matchedOptionValue(USER, List.of());
        List<Wishes.Added> added = added(line, people, Rights.of(home.topics(root), home.topics(root)));
        List<String> gone = line.matchedOptionValue(REMOVE_USER, List.of());
        List<String> changes = new SecureFolder(
                        folder, Clock.systemUTC(), Objects.requireNonNullElse(PiRoutes.Version.built(), Instant.EPOCH))
                .update(new Wishes(clients, added, gone, hosts(), checked(line.matchedOptionValue(HOST, List.of()))));
        changes.forEach(System.out::println);
        System.out.println(changes.isEmpty() ? folder + " is up to date" : folder + " is ready; only you can read it");
        next(folder, root, clients, people);
        return 0;
    }

    private static List<Wishes.Added> added(ParseResult line, List<String> people, Rights peopleMay) {
        List<String> appliances = line.matchedOptionValue(APPLIANCE, List.of());
        List<String> ids = line.matchedOptionValue(CLIENT_ID, List.of());
        List<String> topics = line.matchedOptionValue(TOPIC, List.of());
        List<String> file = line.matchedOptionValue(PASSWORD_FILE, List.of());
        if (appliances.size() != 1 && !(ids.isEmpty() && topics.isEmpty() && appliances.isEmpty())) {
            throw new UsageException(CLIENT_ID + " and " + TOPIC + " belong to one " + APPLIANCE + "=NAME");
        }
        if (!file.isEmpty() && (file.size() > 1 || people.size() + appliances.size() != 1)) {
            throw new UsageException(PASSWORD_FILE + " belongs to one " + USER + "=NAME or " + APPLIANCE + "=NAME");
        }
        String password = file.isEmpty() ? null : PasswordFile.read(file.get(0), System.in);
        List<Wishes.Added> added = new ArrayList<>();
        people.forEach(name -> added.add(new Wishes.Added(name, Role.PEOPLE, peopleMay, List.of(), password)));
        appliances.forEach(
                name -> added.add(new Wishes.Added(name, Role.APPLIANCES, Rights.of(topics, topics), ids, password)));
        return added;
    }

    private static void next(Path folder, String root, Collection<ClientUse> clients, List<String> people) {
        System.out.println("Next:");
        System.out.println(
                "  " + Installation.here().command(Path.of("")) + " --broker.profile=secure" + Secured.option(folder));
        String device = clients.stream()
                .filter(client -> client.role() == Role.DEVICES)
                .map(ClientUse::name)
                .findFirst()
                .orElse("NAME");
        System.out.println("  elsewhere, with a copy of " + folder.resolve(SecureFolder.CA) + " and "
                + folder.resolve(device + ".properties") + " in a folder DIR:");
        System.out.println("  pi-routes --mqtt.url=ssl://ADDRESS:8883 --mqtt.credentials=DIR");
        for (String name : people) {
            System.out.println(
                    "  mosquitto_sub --cafile " + folder.resolve(SecureFolder.CA) + " -h localhost -p 8883 -i "
                            + name + "-1 -u " + name + " -P PASSWORD -v -t '" + root + "/#'   # the password is in "
                            + folder.resolve(name + ".properties"));
        }
    }

    /** What the broker may be called, by itself, on this machine and on its networks. */
    private static Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        try {
            String own = InetAddress.getLocalHost().getHostName();
            if (isForCertificate(own)) {
                hosts.add(own);
                // Multicast DNS, which Raspberry Pi OS has on.
                if (!own.contains(".")) {
                    hosts.add(own + ".local");
                }
            }
        } catch (UnknownHostException e) {
            // Then it has none that others could use.
        }
        hosts.addAll(List.of("localhost", "127.0.0.1"));
        hosts.addAll(BrokerOptions.addresses());
        return hosts;
    }

    private static List<String> checked(List<String> hosts) {
        for (String host : hosts) {
            if (!isForCertificate(host)) {
                throw new UsageException("--host must be a name of letters, digits, - and dots, or an address without a"
                        + " zone (a certificate has no other), but was \"" + host + "\"");
            }
        }
        return hosts;
    }

    private static boolean isForCertificate(String host) {
        return Address.parse(host, 0).filter(read -> read.host().equals(host)).isPresent()
                && !host.matches(".*([_%].*|\\.)");
    }
}
