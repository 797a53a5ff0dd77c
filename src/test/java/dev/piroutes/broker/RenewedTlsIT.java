package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Tls;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.secure.Wishes;
import dev.piroutes.tls.CertificateInUse;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed while the broker runs. */
@Tag("full")
@Timeout(120)
class RenewedTlsIT {

    @TempDir
    Path folder;

    @Test
    void isShownToTheNextClientAndDisturbsNobody() throws Exception {
        try (SecureBroker broker = SecureBroker.start(folder, "none");
                LogLines log = new LogLines("dev.piroutes.broker.RenewedTls");
                WireClient before = broker.connected(4, "127.0.0.1", "alice")) {
            BigInteger old = shown(broker);
            Path keys = broker.folder().resolve(SecureFolder.SERVER_KEYS);
            byte[] good = Files.readAllBytes(keys);

            // What cannot be used is said once, and changes nothing.
            Files.writeString(keys, "no key store");
            assertThat(shown(broker)).isEqualTo(old);
            assertThat(shown(broker)).isEqualTo(old);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("broker   " + keys + " has changed and cannot be used");

            Files.write(keys, good);
            assertThat(shown(broker)).isEqualTo(old);
            new SecureFolder(broker.folder(), Clock.systemUTC(), Instant.EPOCH)
                    .update(new Wishes(
                            List.of(SecureBroker.PICO_A, SecureBroker.PICO_B, SecureBroker.PAGE),
                            List.of(),
                            List.of(),
                            List.of("localhost", "127.0.0.1", "pi.local"),
                            List.of()));
            assertThat(shown(broker)).isNotEqualTo(old);
            assertThat(log.lines().get(log.lines().size() - 1))
                    .isEqualTo("broker   " + keys + " has changed: new connections get the new certificate");

            before.send(0xc0, new byte[0]);
            assertThat(before.nextPacket()).isEqualTo("d0");
        }
    }

    @Test
    void isWatchedAsItIsOnDisk() throws Exception {
        try (SecureBroker broker = SecureBroker.start(folder, "none")) {
            assertThat(broker.certificates())
                    .singleElement()
                    .extracting(CertificateInUse::name, CertificateInUse::place)
                    .containsExactly(
                            "acceptor mqtt",
                            broker.folder().resolve(SecureFolder.SERVER_KEYS).toString());
        }
    }

    private static BigInteger shown(SecureBroker broker) throws Exception {
        try (SSLSocket socket = (SSLSocket) Tls.connect(Tls.trusting(broker.folder()), "127.0.0.1", broker.port())) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
