package dev.piroutes.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.access.Permissions;
import dev.piroutes.broker.access.Rights;
import dev.piroutes.broker.access.Role;
import dev.piroutes.files.TextFile;
import dev.piroutes.source.Place;
import dev.piroutes.tls.CertificateInUse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the folder holds, and that a second run changes only what has changed. */
class SecureFolderIT {

    private static final ClientUse PICO_A = client("PicoA", List.of("led/cmd", "devA/status"), List.of());
    private static final ClientUse PICO_B = client("PicoB", List.of("led/ack"), List.of("led/cmd"));
    private static final Rights ALL = Rights.of(List.of("#"), List.of("#"));

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void name() {
        folder = parent.resolve("secure");
    }

    @Test
    void holdsUsersPermissionsAndKeysThatOnlyTheOwnerCanRead() throws Exception {
        List<String> changes = update(wishes(List.of(PICO_A, PICO_B), List.of("alice")));

        assertThat(changes)
                .containsExactly(
                        "authority: new; its certificate is ca.pem",
                        "server: certificate new for pi, 127.0.0.1",
                        "PicoA: new; publishes devA/status, led/cmd",
                        "PicoB: new; publishes led/ack; subscribes led/cmd",
                        "alice: new; publishes #; subscribes #");
        assertThat(Files.readString(folder.resolve("permissions.acl")))
                .contains("user PicoA\ntopic write devA/status\ntopic write led/cmd\n")
                .contains("user PicoB\ntopic write led/ack\ntopic read led/cmd\n")
                .contains("user alice\ntopic readwrite #\n");
        assertThat(Files.readString(folder.resolve("artemis-roles.properties")))
                .contains("devices = PicoA,PicoB\n", "people = alice\n");
        String password = password("PicoA");
        assertThat(password).hasSizeGreaterThanOrEqualTo(20).isNotEqualTo(password("PicoB"));
        assertThat(Files.readString(folder.resolve("artemis-users.properties")))
                .contains("PicoA = ENC(1024:")
                .doesNotContain(password);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        X509Certificate authority = certificate("ca.pem");
        X509Certificate device = certificate("PicoA.pem");
        device.verify(authority.getPublicKey());
        assertThat(device.getSubjectX500Principal().getName()).isEqualTo("CN=PicoA");
        assertThat(authority.getBasicConstraints()).isNotNegative();
    }

    @Test
    void changesNothingWhereNothingHasChanged() throws Exception {
        update(wishes(List.of(PICO_A), List.of("alice")));
        Map<String, String> before = contents();

        assertThat(update(wishes(List.of(PICO_A), List.of()))).isEmpty();

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void followsAnEditAndLeavesTheRestAlone() throws Exception {
        update(wishes(List.of(PICO_A, PICO_B), List.of("alice")));
        narrow("alice");
        Map<String, String> before = contents();

        List<String> changes = update(wishes(
                List.of(
                        client("PicoA", List.of("led/cmd"), List.of("led/ack")),
                        client("PicoC", List.of(), List.of("x"))),
                List.of()));

        assertThat(changes)
                .containsExactly(
                        "PicoB: removed", "PicoA: publishes led/cmd; subscribes led/ack", "PicoC: new; subscribes x");
        Map<String, String> after = contents();
        assertThat(after).doesNotContainKeys("PicoB.properties", "PicoB.pem").containsKeys("PicoC.properties");
        for (String file : List.of("ca.pem", "server.p12", "PicoA.properties", "PicoA.pem", "alice.properties")) {
            assertThat(after.get(file)).as(file).isEqualTo(before.get(file));
        }
        assertThat(after.get("artemis-users.properties")).doesNotContain("PicoB");
        assertThat(lineOf("PicoA", after)).isEqualTo(lineOf("PicoA", before));
        assertThat(Permissions.read(folder).of("alice").write())
                .as("a person's are that person's")
                .isEmpty();
    }

    @Test
    void renewsTheServersCertificateWhenItsNamesHaveChangedAndRemembersTheAddedOnes() throws Exception {
        update(wishes(List.of(PICO_A), List.of()));
        Wishes more = new Wishes(List.of(PICO_A), List.of(), List.of(), List.of("pi"), List.of("pi.local", "fd00::5"));

        assertThat(update(more)).containsExactly("server: certificate renewed (other names) for pi, pi.local, fd00::5");

        Wishes again = new Wishes(List.of(PICO_A), List.of(), List.of(), List.of("pi"), List.of());
        assertThat(update(again)).isEmpty();
    }

    @Tag("full")
    @Test
    void renewsCertificatesThatAreAboutToEndAndNoPassword() throws Exception {
        update(wishes(List.of(PICO_A), List.of()));
        String password = password("PicoA");
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(800));

        List<String> changes = new SecureFolder(folder, late, Instant.EPOCH).update(wishes(List.of(PICO_A), List.of()));

        assertThat(changes)
                .hasSize(2)
                .anyMatch(line -> line.startsWith("server: certificate renewed (it ends "))
                .anyMatch(line -> line.startsWith("PicoA: certificate renewed (it ends "));
        assertThat(password("PicoA")).isEqualTo(password);
    }

    @Tag("full")
    @Test
    void renewsTheAuthorityBeforeAnythingItSignsCouldOutliveItAndKeepsItsKey() throws Exception {
        update(wishes(List.of(PICO_A), List.of()));
        X509Certificate old = certificate("ca.pem");
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(7300 - 840));

        List<String> changes = new SecureFolder(folder, late, Instant.EPOCH).update(wishes(List.of(PICO_A), List.of()));

        assertThat(changes.get(0))
                .startsWith("authority: certificate renewed (it ends ")
                .endsWith("with the same key; give clients the new ca.pem, the old one is good until it ends");
        X509Certificate renewed = certificate("ca.pem");
        assertThat(renewed.getPublicKey()).isEqualTo(old.getPublicKey());
        assertThat(renewed.getSubjectX500Principal()).isEqualTo(old.getSubjectX500Principal());
        assertThat(renewed.getBasicConstraints()).isNotNegative();
        assertThat(renewed.getNotAfter()).isAfter(old.getNotAfter());
        // Who has the old one still trusts what is signed now.
        certificate("PicoA.pem").verify(old.getPublicKey());
        assertThat(SecureFolder.certificates(folder, "cure"))
                .extracting(CertificateInUse::name)
                .containsExactly("PicoA", "authority", "server");
        assertThat(SecureFolder.certificates(folder, "cure")).allSatisfy(certificate -> assertThat(certificate.ends())
                .isBeforeOrEqualTo(renewed.getNotAfter().toInstant()));
        assertThat(new SecureFolder(folder, late, Instant.EPOCH).update(wishes(List.of(PICO_A), List.of())))
                .isEmpty();
    }

    @Tag("full")
    @Test
    void nothingEverOutlivesItsAuthority() throws Exception {
        for (int days = 0; days < 12_000; days += 750) {
            Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
            new SecureFolder(folder, later, Instant.EPOCH).update(wishes(List.of(PICO_A), List.of()));
            Instant end = certificate("ca.pem").getNotAfter().toInstant();
            assertThat(SecureFolder.certificates(folder, "cure")).hasSize(3).allSatisfy(certificate -> assertThat(
                            certificate.ends())
                    .isAfter(later.instant().plus(Duration.ofDays(30)))
                    .isBeforeOrEqualTo(end));
        }
    }

    @Tag("full")
    @Test
    void makesAgainWhatWasMadeWhileTheClockWasWrong() throws Exception {
        Clock before = Clock.fixed(Instant.parse("1970-01-02T00:00:00Z"), ZoneOffset.UTC);
        new SecureFolder(folder, before, Instant.EPOCH).update(wishes(List.of(PICO_A), List.of()));

        assertThat(update(wishes(List.of(PICO_A), List.of())))
                .hasSize(3)
                .allMatch(line -> line.contains(": certificate renewed (it ended 19"));

        Clock future = Clock.offset(Clock.systemUTC(), Duration.ofDays(3650));
        Path other = parent.resolve("other");
        new SecureFolder(other, future, Instant.EPOCH).update(wishes(List.of(PICO_A), List.of()));
        assertThat(new SecureFolder(other, Clock.systemUTC(), Instant.EPOCH).update(wishes(List.of(PICO_A), List.of())))
                .hasSize(3)
                .allMatch(line -> line.contains(": certificate renewed (it begins "));
    }

    @Test
    void makesNothingWhileTheClockIsBeforeTheBuildsDate() {
        Instant built = Instant.parse("2026-11-22T00:00:00Z");
        Clock unset = Clock.fixed(Instant.EPOCH.plusSeconds(86_400), ZoneOffset.UTC);
        assertThatThrownBy(() -> new SecureFolder(folder, unset, built).update(wishes(List.of(PICO_A), List.of())))
                .hasMessageStartingWith("the clock says 1970-01-0")
                .hasMessageContaining("before this program was built (2026-11-2")
                .hasMessageContaining("set it first");
        assertThat(folder).doesNotExist();
    }

    @Test
    void removesAPersonWhenTold() {
        update(wishes(List.of(PICO_A), List.of("alice")));

        assertThat(update(new Wishes(
                        List.of(PICO_A), List.of(), List.of("alice"), List.of("pi", "127.0.0.1"), List.of())))
                .containsExactly("alice: removed");
        assertThatThrownBy(() ->
                        update(new Wishes(List.of(PICO_A), List.of(), List.of("alice"), List.of("pi"), List.of())))
                .hasMessage("--remove-user: there is no person or appliance \"alice\" among the users");
    }

    @Test
    void refusesAPersonWithADevicesNameBeforeItWritesAnything() {
        assertThatThrownBy(() -> update(wishes(List.of(PICO_A), List.of("picoa"))))
                .hasMessage("--user picoa is a device's name: choose another");
        assertThat(folder).doesNotExist();
    }

    @Tag("full")
    @Test
    void anApplianceHasIdsOfItsMakersATopicAndAPasswordOfOnesOwn() throws Exception {
        update(wishes(List.of(PICO_A), List.of("alice")));
        Path file = folder.resolve(Permissions.FILE);
        Files.writeString(file, "pattern read all/%c\n" + Files.readString(file));

        assertThat(update(appliance(List.of("shelly-1", "shelly-2"), List.of("shellies/#"), " a\\b=c#ü")))
                .containsExactly("plug: new; publishes shellies/#; subscribes shellies/#");

        assertThat(Files.readString(file))
                .contains("pattern read all/%c\n")
                .contains("user plug\nclientid shelly-1\nclientid shelly-2\ntopic readwrite shellies/#\n");
        assertThat(Files.readString(folder.resolve("artemis-roles.properties"))).contains("appliances = plug\n");
        assertThat(password("plug")).isEqualTo(" a\\b=c#ü");
        String kept = contents().get("artemis-users.properties");
        assertThat(update(wishes(List.of(PICO_A), List.of()))).isEmpty();
        assertThat(Files.readString(file)).contains("clientid shelly-2\n").contains("pattern read all/%c\n");

        assertThat(update(appliance(List.of("shelly-3"), List.of("b"), null)))
                .containsExactly("plug: publishes b, shellies/#; subscribes b, shellies/#");
        assertThat(Files.readString(file)).contains("clientid shelly-1\nclientid shelly-2\nclientid shelly-3\n");
        assertThat(contents().get("artemis-users.properties")).isEqualTo(kept);
        assertThat(update(appliance(List.of(), List.of(), "another one"))).containsExactly("plug: password changed");
        assertThat(contents().get("artemis-users.properties")).isNotEqualTo(kept);

        assertThatThrownBy(() -> update(wishes(List.of(PICO_A), List.of("plug"))))
                .hasMessage("--user plug is one of the appliances already: choose another");
        assertThat(update(
                        new Wishes(List.of(PICO_A), List.of(), List.of("plug"), List.of("pi", "127.0.0.1"), List.of())))
                .containsExactly("plug: removed");
        assertThat(Files.readString(file)).doesNotContain("plug", "shelly");
    }

    private static Wishes appliance(List<String> ids, List<String> topics, String password) {
        return new Wishes(
                List.of(PICO_A),
                List.of(new Wishes.Added("plug", Role.APPLIANCES, Rights.of(topics, topics), ids, password)),
                List.of(),
                List.of("pi", "127.0.0.1"),
                List.of());
    }

    private void narrow(String person) throws IOException {
        Path file = folder.resolve("permissions.acl");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("user " + person + "\ntopic readwrite #", "user " + person + "\ntopic read led/#"));
    }

    private List<String> update(Wishes wishes) {
        return new SecureFolder(folder, Clock.systemUTC(), Instant.EPOCH).update(wishes);
    }

    private static Wishes wishes(List<ClientUse> clients, List<String> people) {
        return new Wishes(
                clients,
                people.stream().map(name -> Wishes.Added.person(name, ALL)).toList(),
                List.of(),
                List.of("pi", "127.0.0.1"),
                List.of());
    }

    private static ClientUse client(String name, List<String> publishes, List<String> subscribes) {
        return new ClientUse(
                name,
                Role.DEVICES,
                new Place("x", 1, 1),
                new TreeSet<>(publishes),
                new TreeSet<>(subscribes),
                new TreeSet<>());
    }

    private String password(String user) throws IOException {
        return TextFile.properties(folder.resolve(user + ".properties")).getProperty("mqtt.password");
    }

    private static String lineOf(String user, Map<String, String> contents) {
        return contents.get("artemis-users.properties")
                .lines()
                .filter(line -> line.startsWith(user))
                .findFirst()
                .orElseThrow();
    }

    private X509Certificate certificate(String file) throws Exception {
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(
                        file.getFileName().toString(),
                        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
