package dev.piroutes.tls;

import java.security.cert.CertificateException;

/** Why a broker's certificate was not accepted. The message is one line: what is wrong, and what to do. */
public final class CertificateProblem extends CertificateException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, in general. */
    public enum Kind {
        /** It begins later than the clock says it is now. Passes when the clock is set. */
        NOT_YET,
        ENDED,
        /** It is for other names than the one that was connected to. */
        OTHER_NAME,
        /** It comes from an authority that is not trusted here. */
        UNKNOWN_AUTHORITY,
        /** It cannot be used: how it is made, or what for. */
        UNFIT
    }

    private final Kind kind;

    CertificateProblem(Kind kind, String message, CertificateException cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
