package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a device has given up to send, because they are beyond a limit of the broker: one file each beside the
 * outbox. The first line of a file is a JSON object, the rest is the payload. A file's name says whose message it is and when
 * it was published, so a message has one file however often it is set aside.
 *
 * <p>The folder is all there is to it: whoever deletes a file has deleted the message, and one that is renamed to {@code
 * .resend} goes back into the outbox, of a program that runs as of one that starts later.
 */
public final class UnsentMessages {

    private static final String ENDING = ".unsent";
    private static final String RESEND = ".resend";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

    /**
     * A message that was set aside.
     *
     * @param file its file
     * @param client the device's client id
     * @param topic where it was to go
     * @param payload the bytes
     * @param qos 1 or 2
     * @param retained whether the broker was to keep it
     * @param published when
     * @param reason why it was set aside, in words
     * @param properties of MQTT 5
     */
    public record Message(
            Path file,
            String client,
            String topic,
            byte[] payload,
            int qos,
            boolean retained,
            Instant published,
            String reason,
            MessageProperties properties) {

        /** As it was published. */
        Publication publication() {
            return new Publication(topic, payload, qos, retained, properties);
        }

        /** What a person calls it by: the name of its file. */
        public String name() {
            return file.getFileName().toString();
        }

        /** Whether it waits to go back into the outbox. */
        public boolean isToBeSent() {
            return name().endsWith(RESEND);
        }
    }

    private final Path folder;
    private final String client;

    /** @param outbox the file of the outbox, CLIENTID.mv */
    UnsentMessages(Path outbox, String client) {
        this.folder = outbox.toAbsolutePath().getParent();
        this.client = client;
    }

    /**
     * All messages that devices have set aside in a folder, in the order of their names.
     *
     * @throws IOException if the folder or a file cannot be read
     */
    public static List<Message> in(Path folder) throws IOException {
        return read(files(folder, "", ENDING, RESEND));
    }

    /** Asks the device, or its next start, to send a message again. */
    public static void resend(Message message) throws IOException {
        if (!message.isToBeSent()) {
            Files.move(message.file(), withEnding(message.file(), RESEND), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Deletes a message for good. */
    public static void delete(Message message) throws IOException {
        Files.deleteIfExists(message.file());
    }

    /**
     * Writes a message to its file; when it returns, a power cut does not lose it.
     *
     * @throws UncheckedIOException if that fails
     */
    Path put(OutboxMessage message, String reason) {
        JsonObject head = new JsonObject();
        head.put("client", client);
        head.put("topic", message.topic());
        head.put("qos", message.qos());
        head.put("retained", message.retained());
        head.put("published", Instant.ofEpochMilli(message.since()).toString());
        head.put("reason", reason);
        byte[] properties = message.publication().properties().bytes();
        if (properties.length > 0) {
            head.put("properties", Base64.getEncoder().encodeToString(properties));
        }
        Path file = file(message);
        Path fresh = withEnding(file, ".tmp");
        try {
            Files.createDirectories(folder);
            try (FileChannel out = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                write(out, (head.toJson() + "\n").getBytes(UTF_8));
                write(out, message.payload());
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("cannot write " + file + ": " + Reason.of(e), e));
        }
    }

    private static void write(FileChannel out, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    /** Whether a message has its file already: the process ended before it had left the outbox. */
    boolean has(OutboxMessage message) {
        return Files.exists(file(message)) || Files.exists(withEnding(file(message), RESEND));
    }

    /** How many messages of this device there are. */
    int count() throws IOException {
        return files(folder, client + ".", ENDING, RESEND).size();
    }

    /** Those that are to be sent again. */
    List<Message> toBeSent() throws IOException {
        return read(files(folder, client + ".", RESEND));
    }

    /** It could not go back into the outbox. */
    void keep(Message message) throws IOException {
        Files.move(message.file(), withEnding(message.file(), ENDING), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(OutboxMessage message) {
        return folder.resolve(
                client + "." + TIME.format(Instant.ofEpochMilli(message.since())) + "-" + message.sequence() + ENDING);
    }

    private static Path withEnding(Path file, String ending) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[a-z]+$", ending));
    }

    private static List<Path> files(Path folder, String start, String... endings) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(start)
                            && Arrays.stream(endings)
                                    .anyMatch(
                                            end -> file.getFileName().toString().endsWith(end)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static List<Message> read(List<Path> files) throws IOException {
        return files.stream()
                .map(UnsentMessages::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty if it has just gone. */
    private static Optional<Message> read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unreadable(file, "the file cannot be read: " + Reason.of(e)));
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        try {
            JsonObject head = (JsonObject) Jsoner.deserialize(new String(bytes, 0, end, UTF_8));
            return Optional.of(new Message(
                    file,
                    head.getString("client"),
                    head.getString("topic"),
                    Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length),
                    head.getInteger("qos"),
                    head.getBoolean("retained"),
                    Instant.parse(head.getString("published")),
                    head.getString("reason"),
                    properties(head.getString("properties"))));
        } catch (DeserializationException | RuntimeException e) {
            return Optional.of(unreadable(file, "the file is damaged"));
        }
    }

    private static MessageProperties properties(@Nullable String base64) {
        return base64 == null
                ? MessageProperties.NONE
                : Objects.requireNonNull(
                        MessageProperties.of(Base64.getDecoder().decode(base64)));
    }

    private static Message unreadable(Path file, @Nullable String why) {
        return new Message(
                file, "", "", new byte[0], 1, false, Instant.EPOCH, String.valueOf(why), MessageProperties.NONE);
    }
}
