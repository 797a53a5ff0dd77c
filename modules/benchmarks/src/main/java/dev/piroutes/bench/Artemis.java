package dev.piroutes.bench;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.nativo.jlibaio.LibaioContext;

/** Stock Artemis, of the version that Pi Routes has, as its command {@code artemis create} sets it up. */
final class Artemis {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 250;
    private static final int TRIES = 5;

    private final Path project;

    Artemis(Path project) {
        this.project = project;
    }

    Program program(Place place, List<String> java) throws Exception {
        Path etc = Files.createDirectories(place.folder().resolve("etc"));
        Files.copy(project.resolve("modules/benchmarks/brokers/artemis/broker.xml"), etc.resolve("broker.xml"));
        List<String> more = List.of(
                "-XX:AutoBoxCacheMax=20000",
                "-XX:+UseG1GC",
                "-XX:+UseStringDeduplication",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dbench.port=" + place.port(),
                "-Dbench.journal.timeout=" + syncNanos(place.folder(), LibaioContext.isLoaded()),
                "-Dbench.page.timeout=" + syncNanos(place.folder(), false),
                "-cp",
                classPath(),
                "org.apache.activemq.artemis.core.server.embedded.Main",
                place.folder().toString());
        return new Program(
                "artemis", Stream.concat(java.stream(), more.stream()).toList(), Map.of());
    }

    /** The bench's own without what the project has made. */
    private String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().startsWith(project))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What {@code artemis create} makes the journal's time-out: how long a write takes, the shortest of some tries. */
    private static long syncNanos(Path folder, boolean asynchronous) throws Exception {
        SequentialFileFactory files = asynchronous
                ? new AIOSequentialFileFactory(
                        folder.toFile(), ActiveMQDefaultConfiguration.getDefaultJournalMaxIoAio())
                : new NIOSequentialFileFactory(folder.toFile(), 1);
        files.setDatasync(true);
        files.setAlignment(BLOCK);
        files.start();
        SequentialFile file = files.createSequentialFile("journal-test.tmp");
        try {
            file.open();
            file.fill(BLOCK * BLOCKS);
            file.close();
            long best = Long.MAX_VALUE;
            ByteBuffer block = files.newBuffer(BLOCK);
            for (int i = 0; i < TRIES; i++) {
                file.open();
                file.position(0);
                long start = System.nanoTime();
                CountDownLatch written = new CountDownLatch(BLOCKS);
                for (int k = 0; k < BLOCKS; k++) {
                    block.position(0);
                    file.writeDirect(block, true, new Written(written));
                }
                written.await();
                best = Math.min(best, System.nanoTime() - start);
                file.close();
            }
            files.releaseDirectBuffer(block);
            return best / BLOCKS;
        } finally {
            file.delete();
            files.stop();
        }
    }

    private record Written(CountDownLatch latch) implements IOCallback {
        @Override
        public void done() {
            latch.countDown();
        }

        @Override
        public void onError(int code, String message) {
            latch.countDown();
        }
    }
}
