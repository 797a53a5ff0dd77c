package dev.piroutes.i2c;

import dev.piroutes.kit.Generated;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GeneratedMetadataTest {
    @Test
    void committedMetadataIsWhatTheSourcesSay() throws IOException {
        Generated.assertCommitted();
    }
}
