package io.e2e.migrations.embedded.binaries;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The block before each entry of a tar archive, in the format ustar (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar
 * manual, "Basic Tar Format").
 *
 * @param type one of the format's letters, such as {@link #FILE}
 * @param name the entry's path in the archive
 * @param target where a link leads, else empty
 * @param mode the permissions
 * @param size how many bytes of contents follow
 */
record TarHeader(char type, String name, String target, int mode, long size) {

    /** The size of every block. */
    static final int BLOCK = 512;

    static final char FILE = '0';
    static final char HARD_LINK = '1';
    static final char SYMBOLIC_LINK = '2';
    static final char DIRECTORY = '5';

    private static final int NAME_LENGTH = 100;
    private static final int MODE = 100;
    private static final int OWNER = 108;
    private static final int GROUP = 116;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int TARGET = 157;
    private static final int MAGIC = 257;
    private static final int VERSION = 263;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;

    private static final int SHORT_NUMBER = 8;
    private static final int LONG_NUMBER = 12;

    /** {@code null} if the block is empty, which marks the archive's end. */
    static @Nullable TarHeader parse(byte[] block) throws IOException {
        if (Arrays.equals(block, new byte[BLOCK])) {
            return null;
        }
        if (!text(block, MAGIC, 5).equals("ustar") || number(block, CHECKSUM, SHORT_NUMBER) != checksum(block)) {
            throw new IOException("not a tar archive, or a damaged one: a header's checksum is wrong");
        }
        String name = text(block, 0, NAME_LENGTH);
        // GNU's magic has a space here, and its headers no prefix.
        String prefix = block[MAGIC + 5] == 0 ? text(block, PREFIX, PREFIX_LENGTH) : "";
        char type = block[TYPE] == 0 ? FILE : (char) block[TYPE];
        return new TarHeader(
                type,
                prefix.isEmpty() ? name : prefix + "/" + name,
                text(block, TARGET, NAME_LENGTH),
                (int) number(block, MODE, SHORT_NUMBER),
                number(block, SIZE, LONG_NUMBER));
    }

    /** The block, for an entry of root's that was changed at this time, in seconds. */
    byte[] toBlock(long time) throws IOException {
        byte[] block = new byte[BLOCK];
        put(block, 0, this.name, NAME_LENGTH);
        put(block, MODE, octal(this.mode, SHORT_NUMBER), SHORT_NUMBER);
        put(block, OWNER, octal(0, SHORT_NUMBER), SHORT_NUMBER);
        put(block, GROUP, octal(0, SHORT_NUMBER), SHORT_NUMBER);
        put(block, SIZE, octal(this.size, LONG_NUMBER), LONG_NUMBER);
        put(block, TIME, octal(time, LONG_NUMBER), LONG_NUMBER);
        block[TYPE] = (byte) this.type;
        put(block, TARGET, this.target, NAME_LENGTH);
        put(block, MAGIC, "ustar", SHORT_NUMBER);
        put(block, VERSION, "00", 2);
        put(block, CHECKSUM, octal(checksum(block), SHORT_NUMBER), SHORT_NUMBER);
        return block;
    }

    /** The sum of all bytes, the checksum's own taken for spaces. */
    private static long checksum(byte[] block) {
        long sum = (long) SHORT_NUMBER * ' ';
        for (int index = 0; index < BLOCK; index++) {
            boolean own = index >= CHECKSUM && index < CHECKSUM + SHORT_NUMBER;
            sum += own ? 0 : block[index] & 0xff;
        }
        return sum;
    }

    /** A text ends with a zero byte or with its field. */
    private static String text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static long number(byte[] block, int offset, int length) throws IOException {
        String digits = text(block, offset, length).strip();
        if (!digits.matches("[0-7]*")) {
            throw new IOException("not a tar archive, or a damaged one: a header's number cannot be read");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String octal(long number, int length) {
        return ("%0" + (length - 1) + "o").formatted(number);
    }

    private static void put(byte[] block, int offset, String text, int length) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > length) {
            throw new IOException("too long for a tar archive: " + text);
        }
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }
}
