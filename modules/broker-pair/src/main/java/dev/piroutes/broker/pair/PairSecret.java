package dev.piroutes.broker.pair;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves that a node knows the pair's password without sending it. */
final class PairSecret {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int NONCE_BYTES = 16;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    PairSecret(String password) {
        key = new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** A word that was never used before: a proof of an earlier talk is worth nothing. */
    String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String proof(String... words) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(String.join(" ", words).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }

    boolean proves(String proof, String... words) {
        return MessageDigest.isEqual(
                proof.getBytes(StandardCharsets.UTF_8), proof(words).getBytes(StandardCharsets.UTF_8));
    }
}
