package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.tls.CertificateNames;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two certificates a client is shown. */
class CertificateByNameTest {

    private static final CertificateNames ACCEPTORS =
            new CertificateNames(Set.of("pi", "pi.local", "localhost"), Set.of("127.0.0.1", "192.168.1.10"));

    @ParameterizedTest
    @CsvSource({
        // of a public authority: names alone
        "pi.example, false, pi.example, 192.0.2.1, true",
        "pi.example, false, PI.EXAMPLE, 127.0.0.1, true",
        "*.example, false, pi.example, 192.0.2.1, true",
        "pi.example, false, pi.local, 192.0.2.1, false",
        "pi.example, false, other.example, 192.0.2.1, true",
        "pi.example, false, , 192.0.2.1, false",
        "pi.example, false, , , false",
        // with an address, too: but this machine's own devices know the acceptor's authority
        "pi.example, true, , 192.0.2.1, true",
        "pi.example, true, , 127.0.0.1, false",
        "pi.example, true, , ::1, false",
        "pi.example, true, , not.a.number, true",
        // an address for a name, as some clients say it
        "pi.example, false, 127.0.0.1, 127.0.0.1, false",
        "pi.example, false, 192.168.1.10, 192.0.2.1, false",
        "pi.example, false, 192.0.2.7, 192.0.2.1, false",
        "pi.example, true, 192.168.1.10, 192.0.2.1, true",
        "pi.example, true, 192.168.1.10, 127.0.0.1, false",
        "pi.example, true, 127.0.0.1, 127.0.0.1, false"
    })
    void dependsOnTheNameThatItConnectsTo(String name, boolean address, String asked, String peer, boolean isOwn) {
        CertificateNames own = new CertificateNames(Set.of(name), address ? Set.of("192.168.1.10") : Set.of());

        assertThat(CertificateByName.isOwn(own, ACCEPTORS, asked, peer)).isEqualTo(isOwn);
    }
}
