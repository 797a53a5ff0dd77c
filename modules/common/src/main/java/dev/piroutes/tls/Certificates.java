package dev.piroutes.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates from files. */
public final class Certificates {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private Certificates() {}

    /**
     * All certificates of a PEM file, whatever else is in it, or of a DER file; one or more.
     *
     * @throws IOException if the file cannot be read or has none
     * @throws GeneralSecurityException if one of them is damaged
     */
    public static List<X509Certificate> read(Path file) throws IOException, GeneralSecurityException {
        byte[] content = Files.readAllBytes(file);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        Matcher pem = PEM.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (pem.find()) {
            found.add((X509Certificate) factory.generateCertificate(
                    new ByteArrayInputStream(pem.group().getBytes(StandardCharsets.ISO_8859_1))));
        }
        if (found.isEmpty()) {
            for (Certificate certificate : factory.generateCertificates(new ByteArrayInputStream(content))) {
                found.add((X509Certificate) certificate);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no certificate in it");
        }
        return found;
    }
}
