package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "Empty client certificate chain, it showed no certificate",
        "Received fatal alert: bad_certificate, it does not trust this broker's certificate (Received fatal alert",
        "Insufficient buffer remaining for AEAD cipher fragment (2), it does not trust this broker's certificate: give it",
        "'Client requested protocol TLSv1.1 is not enabled or supported in server context', it asks for a version of TLS"
                + " that is too old",
        "PKIX path validation failed, its certificate is not of this broker's authority",
        "no cipher suites in common, TLS failed: no cipher suites in common",
    })
    void areSaidInWordsThatHelp(String reason, String begin) {
        assertThat(TlsFailures.inWords(new SSLHandshakeException(reason))).startsWith(begin);
    }
}
