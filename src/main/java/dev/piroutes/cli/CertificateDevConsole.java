package dev.piroutes.cli;

import java.util.Map;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/** Camel's developer console {@code certificate}: the certificates in use, and when they end. */
final class CertificateDevConsole extends AbstractDevConsole {
    private final CertificateWatch watch;

    CertificateDevConsole(CertificateWatch watch) {
        super("piroutes", "certificate", "Certificates", "The certificates in use");
        this.watch = watch;
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        return watch.toJson();
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return watch.toJson().toJson() + "\n";
    }
}
