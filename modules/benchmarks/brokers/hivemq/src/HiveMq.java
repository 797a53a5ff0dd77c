import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Path;

/**
 * {@code HiveMq ETC DATA}: HiveMQ CE with {@code ETC/config.xml}. Embedded, it lets everyone in, as the distribution does by the
 * extension that comes with it.
 */
public final class HiveMq {
    private HiveMq() {}

    public static void main(String[] args) throws Exception {
        EmbeddedHiveMQ.builder()
                .withConfigurationFolder(Path.of(args[0]))
                .withDataFolder(Path.of(args[1]))
                .build()
                .start()
                .join();
        Thread.currentThread().join();
    }
}
