package dev.piroutes.mqtt;

import java.io.File;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;

/**
 * Camel's idempotent repository in a file, for a route that obeys each command id once, with a property that YAML can
 * set: Camel converts no text to a {@link File}.
 */
public final class ObeyedIds extends FileIdempotentRepository {

    /** The file; its folder is made. Required. */
    public void setFile(String file) {
        setFileStore(new File(file));
    }
}
