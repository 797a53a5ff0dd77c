package dev.piroutes.i2c;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Buses in memory. At each address is a chip with 256 registers, which behaves as most do: the first byte that is written chooses a
 * register, those behind it are put there and into the following ones, and reading begins at the one chosen last.
 */
public final class VirtualI2c implements I2cBus {
    private static final int REGISTERS = 256;

    private static final class Chip {
        final byte[] registers = new byte[REGISTERS];
        int chosen;
    }

    private final Map<String, Chip> chips = new ConcurrentHashMap<>();

    private Chip chip(int bus, int address) {
        return chips.computeIfAbsent(bus + "/" + address, added -> new Chip());
    }

    @Override
    public byte[] transfer(int bus, int address, byte[] write, int read) {
        Chip chip = chip(bus, address);
        synchronized (chip) {
            if (write.length > 0) {
                chip.chosen = write[0] & 0xff;
                put(chip, chip.chosen, Arrays.copyOfRange(write, 1, write.length));
            }
            return get(chip, chip.chosen, read);
        }
    }

    /** Sets registers, as the chip does when it has measured. */
    public void set(int bus, int address, int register, int... values) {
        Chip chip = chip(bus, address);
        synchronized (chip) {
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            put(chip, register, bytes);
        }
    }

    /** What is in a register, 0 to 255. */
    public int get(int bus, int address, int register) {
        Chip chip = chip(bus, address);
        synchronized (chip) {
            return chip.registers[register] & 0xff;
        }
    }

    private static void put(Chip chip, int from, byte[] values) {
        for (int i = 0; i < values.length; i++) {
            chip.registers[(from + i) % REGISTERS] = values[i];
        }
    }

    private static byte[] get(Chip chip, int from, int count) {
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = chip.registers[(from + i) % REGISTERS];
        }
        return values;
    }
}
