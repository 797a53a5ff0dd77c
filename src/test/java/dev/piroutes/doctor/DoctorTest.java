package dev.piroutes.doctor;

import static dev.piroutes.source.Severity.ERROR;
import static dev.piroutes.source.Severity.OK;
import static dev.piroutes.source.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Foreign;
import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of machines that are not this one: files below a folder, and commands that say what they are told. */
class DoctorTest {

    private static final Instant BUILT = Instant.parse("2026-04-30T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    Path root;

    private final Map<String, String> commands = new HashMap<>();

    private Machine machine() {
        return new Machine(root) {
            @Override
            Optional<String> run(String... command) {
                return Optional.ofNullable(commands.get(String.join(" ", command)));
            }
        };
    }

    private SystemChecks system() {
        return new SystemChecks(machine());
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void littleMemoryIsAWarning() throws IOException {
        file("proc/meminfo", "MemTotal:         437760 kB\nMemFree: 1 kB\nMemAvailable:     102400 kB\n");

        Finding memory = system().memory();

        assertThat(memory.severity()).isEqualTo(WARNING);
        assertThat(memory.message()).startsWith("100 MB of 427 MB available, ");
    }

    @Test
    void aClockIsRightWrongOrNotSynchronised() {
        assertThat(system().clock(NOW, BUILT).severity()).isEqualTo(OK);
        assertThat(system().clock(BUILT.minusSeconds(1), BUILT).severity()).isEqualTo(WARNING);
        commands.put("timedatectl show -p NTPSynchronized --value", "no");
        assertThat(system().clock(NOW, BUILT).severity()).isEqualTo(WARNING);
        commands.put("timedatectl show -p NTPSynchronized --value", "yes");
        assertThat(system().clock(NOW, BUILT).message()).isEqualTo("2026-05-01T12:00:00Z, synchronised");
    }

    @Test
    void aServiceThatHasFailedIsNamed() throws IOException {
        assertThat(system().services()).isEmpty();
        file("lib/systemd/system/pi-routes.service", "");
        commands.put("systemctl is-active pi-routes.service", "failed");

        assertThat(system().services()).extracting(Finding::severity).isEqualTo(List.of(ERROR));

        commands.put("systemctl is-active pi-routes.service", "active");
        assertThat(system().services())
                .containsExactly(new Finding(OK, Place.of("service"), "pi-routes.service is active"));
    }

    @Test
    void whoHasAPortIsFoundInProc() throws IOException {
        file(
                "proc/net/tcp",
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:075B 00000000:0000 0A 00000000:00000000 00:00000000 00000000   107        0 4711 1 0 100
                   1: 0100007F:075B 0100007F:D431 01 00000000:00000000 00:00000000 00000000   107        0 4712 1 0 100
                """);
        file("proc/812/cmdline", "/usr/sbin/mosquitto\0-c\0/etc/mosquitto/mosquitto.conf\0");
        Files.createDirectories(root.resolve("proc/812/fd"));
        Files.createSymbolicLink(root.resolve("proc/812/fd/5"), Path.of("socket:[4711]"));
        PortOwners ports = new PortOwners(machine());

        assertThat(ports.owner(1883)).contains("process 812 (/usr/sbin/mosquitto -c /etc/mosquitto/mosquitto.conf)");
        assertThat(ports.owner(1884)).isEmpty();
    }

    @Test
    void aDiskIsReadOnlyFullOrNotOnesOwn() {
        Path there = Path.of("/data");
        assertThat(DiskChecks.look("broker.data x", there, true, true, true, 1L << 40)
                        .message())
                .contains("read-only", "findmnt -T /data");
        assertThat(DiskChecks.look("broker.data x", there, true, false, false, 1L << 40)
                        .message())
                .contains("may not write /data");
        assertThat(DiskChecks.look("broker.data x", there, false, false, true, 1L << 40)
                        .message())
                .contains("/data is a file");
        assertThat(DiskChecks.look("broker.data x", there, true, false, true, 63_000_000)
                        .severity())
                .isEqualTo(ERROR);
        assertThat(DiskChecks.look("broker.data x", there, true, false, true, 500_000_000)
                        .severity())
                .isEqualTo(WARNING);
        assertThat(DiskChecks.look("broker.data x", there, true, false, true, 600_000_000)
                        .severity())
                .isEqualTo(OK);
    }

    @Test
    void whatIsSetAsideIsNobodysMatter() throws Exception {
        file("outbox/PicoA.mv", "x");
        file("outbox/PicoB.mv.damaged-2026-11-28T20-24-00Z", "x");
        List<Foreign> others = List.of(
                Foreign.make(root.resolve("outbox/PicoA.mv")),
                Foreign.make(root.resolve("outbox/PicoB.mv.damaged-2026-11-28T20-24-00Z")));
        try {
            assertThat(DiskChecks.files("outbox.dir", root.resolve("outbox")))
                    .extracting(Finding::message)
                    .singleElement()
                    .asString()
                    .contains(" may not write ", "PicoA.mv", "change its owner");
        } finally {
            for (Foreign other : others) {
                other.close();
            }
        }
        assertThat(DiskChecks.files("outbox.dir", root.resolve("outbox"))).isEmpty();
        assertThat(DiskChecks.files("outbox.dir", root.resolve("none"))).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereYetIsLookedForAbove() {
        assertThat(DiskChecks.folder("outbox.dir", root.resolve("a/b/c")).severity())
                .isIn(OK, WARNING);
        assertThat(root.resolve("a")).doesNotExist();
    }
}
