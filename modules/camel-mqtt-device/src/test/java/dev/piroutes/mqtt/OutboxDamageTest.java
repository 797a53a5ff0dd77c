package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.files.SetAside;
import dev.piroutes.kit.Damage;
import dev.piroutes.kit.LogLines;
import dev.piroutes.time.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device starts whatever has become of its outbox, sends what can be read of it, and says what it did. */
class OutboxDamageTest {
    private static final int MESSAGES = 120;

    @TempDir
    Path folder;

    private final List<String> sent = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Damage.class)
    void isSetAsideWithOneLineAndTheDeviceGoesOn(Damage damage) throws Exception {
        leave(MESSAGES);
        damage.to(file());

        int lines;
        try (LogLines log = new LogLines("dev.piroutes.mqtt");
                Outbox outbox = outbox()) {
            if (outbox.depth() == MESSAGES) {
                // Zeros where nothing was that counts: H2 has its header twice, and old states of what is rewritten.
                assertThat(log.lines()).hasSizeLessThan(2);
            } else {
                assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .contains("outbox " + file() + " is damaged (")
                        .contains("set aside as PicoA.mv.damaged-")
                        .doesNotContain("null");
            }
            lines = log.lines().size();
            outbox.add(new Publication("t", "new".getBytes(), 1, false));
            outbox.connected();
        }
        assertThat(SetAside.in(List.of(folder))).hasSize(lines);
        // Of what was there: in order, none twice, and the new one is the last.
        List<Integer> old =
                sent.subList(0, sent.size() - 1).stream().map(Integer::valueOf).toList();
        assertThat(old).isSorted().doesNotHaveDuplicates();
        assertThat(sent).last().isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource(
            value = Damage.class,
            names = {"ZEROS_AT_THE_START", "ZEROS_IN_THE_MIDDLE"})
    void mostOfItIsSentAndNoneThatWasAcknowledged(Damage damage) throws Exception {
        leave(MESSAGES);
        acknowledge(60);
        sent.clear();
        damage.to(file());

        try (Outbox outbox = outbox()) {
            outbox.connected();
        }
        assertThat(sent).hasSizeGreaterThan(20);
        assertThat(sent).allMatch(payload -> Integer.parseInt(payload) >= 60);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 13})
    void zerosInAnyBlockLoseAtMostWhatWasInIt(int block) throws Exception {
        leave(MESSAGES);
        Damage.zeros(file(), 4096L * block, 4096);

        try (Outbox outbox = outbox()) {
            outbox.connected();
        }
        assertThat(sent).hasSizeGreaterThan(MESSAGES / 2);
    }

    @Test
    void whatWasSalvagedIsKeptOverTheNextRestart() throws Exception {
        leave(MESSAGES);
        Damage.ZEROS_AT_THE_START.to(file());
        int salvaged;
        try (Outbox outbox = outbox()) {
            salvaged = outbox.depth();
        }
        try (LogLines log = new LogLines("dev.piroutes.mqtt");
                Outbox outbox = outbox()) {
            assertThat(outbox.depth()).isEqualTo(salvaged).isGreaterThan(20);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aCrashWhileItIsSetAsideLosesNothing() throws Exception {
        leave(MESSAGES);
        // As it is when the damaged file has been moved, and the salvaged one has not.
        Files.move(file(), folder.resolve("PicoA.mv.salvaged"));
        try (Outbox outbox = outbox()) {
            assertThat(outbox.depth()).isEqualTo(MESSAGES);
        }
        assertThat(folder.resolve("PicoA.mv.salvaged")).doesNotExist();
    }

    @Test
    void aFileThatIsDamagedWhileTheDeviceRunsIsSetAsideToo() throws Exception {
        leave(3);
        Outbox outbox = outbox();
        Damage.ZEROS_ONLY.to(file());
        IntStream.range(0, 5).forEach(i -> add(outbox, "later" + i));
        outbox.connected();
        outbox.close();
        assertThat(sent).startsWith("0", "1", "2").endsWith("later4");
        try (Outbox again = outbox()) {
            assertThat(again.depth()).isEqualTo(8);
        }
    }

    @Test
    void aMessageWhosePayloadIsDamagedIsNotSent() throws Exception {
        leave(20);
        byte[] bytes = Files.readAllBytes(file());
        byte[] wanted = "\0\1t13".getBytes();
        for (int i = 0; i < bytes.length - wanted.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                bytes[i + wanted.length - 1] = '7';
            }
        }
        Files.write(file(), bytes);

        try (Outbox outbox = outbox()) {
            outbox.connected();
        }
        assertThat(sent).hasSize(19).doesNotContain("13").containsOnlyOnce("17");
    }

    private void leave(int messages) {
        try (Outbox outbox = outbox()) {
            IntStream.range(0, messages).forEach(i -> add(outbox, String.valueOf(i)));
        }
    }

    private void acknowledge(int messages) {
        List<OutboxMessage> under = new ArrayList<>();
        try (Outbox outbox = outbox(under::add)) {
            outbox.connected();
            under.subList(0, messages).forEach(outbox::acknowledged);
            outbox.tidy();
        }
    }

    private static void add(Outbox outbox, String payload) {
        try {
            outbox.add(new Publication("t", payload.getBytes(), 1, false));
        } catch (OutboxException e) {
            throw new AssertionError(e);
        }
    }

    private Outbox outbox() {
        return outbox(message -> {
            sent.add(new String(message.payload()));
            return true;
        });
    }

    private Outbox outbox(Outbox.Sender sender) {
        return new Outbox(
                "PicoA",
                new OutboxFile(file()),
                new UnsentMessages(file(), "PicoA"),
                new PublishRules(BrokerLimits.UNKNOWN),
                OutboxLimits.DEFAULT,
                Time.SYSTEM,
                sender);
    }

    private Path file() {
        return folder.resolve("PicoA.mv");
    }
}
