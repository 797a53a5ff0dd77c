package dev.piroutes.i2c;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.i2c.I2C;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import dev.piroutes.files.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The buses of this machine, {@code /dev/i2c-*}, through Pi4J. Nothing is opened before it is needed. */
public final class KernelI2c implements I2cBus, AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Map<String, I2C> chips = new HashMap<>();
    private @Nullable Context context;

    @Override
    public synchronized byte[] transfer(int bus, int address, byte[] write, int read) {
        Path file = Path.of("/dev/i2c-" + bus);
        if (!Files.exists(file)) {
            throw new I2cException(
                    bus,
                    address,
                    "there is no " + file + ": dtparam=i2c_arm=on in /boot/firmware/config.txt switches I2C on",
                    null);
        }
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new I2cException(
                    bus,
                    address,
                    "no permission to use " + file + ": run 'sudo usermod -aG i2c " + System.getProperty("user.name")
                            + "' and log in again",
                    null);
        }
        try {
            I2C chip = chips.computeIfAbsent(bus + "/" + address, added -> open(bus, address));
            return transfer(chip, write, read);
        } catch (RuntimeException | LinkageError e) {
            String why = Reason.chain(e).stream().map(Reason::of).distinct().collect(Collectors.joining(": "));
            throw new I2cException(
                    bus,
                    address,
                    "no answer: is the chip wired, and is this its address? (i2cdetect -y " + bus + " lists them): "
                            + why,
                    e);
        }
    }

    private static byte[] transfer(I2C chip, byte[] write, int read) {
        if (read == 0) {
            chip.write(write);
            return NOTHING;
        }
        byte[] buffer = new byte[read];
        if (write.length == 0) {
            chip.read(buffer);
        } else {
            chip.readRegister(write, buffer);
        }
        return buffer;
    }

    private I2C open(int bus, int address) {
        if (context == null) {
            context = Pi4J.newContextBuilder()
                    .noAutoDetect()
                    .disableShutdownHook()
                    .add(LinuxFsI2CProvider.newInstance())
                    .build();
        }
        return context.create(I2C.newConfigBuilder(context)
                .id("i2c-" + bus + "-" + address)
                .bus(bus)
                .device(address)
                .build());
    }

    @Override
    public synchronized void close() {
        if (context != null) {
            context.shutdown();
            context = null;
            chips.clear();
        }
    }
}
