package dev.piroutes.i2c;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Bytes as people write them, and numbers in bytes. */
final class Bytes {
    private static final Pattern HEX = Pattern.compile("(0[xX])?[0-9a-fA-F]{1,2}");

    private Bytes() {}

    /**
     * Reads {@code 0x10 0x0f} or {@code 10 0f}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static byte[] parse(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : text.strip().split("[\\s,]+")) {
            if (!word.isEmpty()) {
                if (!HEX.matcher(word).matches()) {
                    throw new IllegalArgumentException("bytes are written 0x10 0x0f, but this was \"" + text + "\"");
                }
                bytes.write(Integer.parseInt(word.replaceFirst("0[xX]", ""), 16));
            }
        }
        return bytes.toByteArray();
    }

    static String hex(byte[] bytes) {
        StringJoiner text = new StringJoiner(" ");
        for (byte one : bytes) {
            text.add("0x%02x".formatted(one));
        }
        return text.toString();
    }

    /** @param bytes one to four */
    static long number(byte[] bytes, boolean signed, boolean littleEndian) {
        long number = 0;
        for (int i = 0; i < bytes.length; i++) {
            number = number << 8 | bytes[littleEndian ? bytes.length - 1 - i : i] & 0xff;
        }
        int unused = Long.SIZE - Byte.SIZE * bytes.length;
        return signed ? number << unused >> unused : number;
    }

    static String scaled(long number, double offset, double scale) {
        BigDecimal value = BigDecimal.valueOf(number)
                .add(BigDecimal.valueOf(offset))
                .multiply(BigDecimal.valueOf(scale))
                .stripTrailingZeros();
        return value.toPlainString();
    }
}
