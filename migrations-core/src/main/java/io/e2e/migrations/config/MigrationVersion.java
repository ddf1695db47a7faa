package io.e2e.migrations.config;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The version of a migration: a list of numbers of any length, such as 13, 20240229133934 or 1.2.10. Versions are
 * ordered number by number. Leading zeros do not count, nor do zeros at the end of the list: 1 and 01.0 are equal.
 *
 * @param parts the numbers, without zeros at the end; none for a migration without a version, which comes first
 */
public record MigrationVersion(List<BigInteger> parts) implements Comparable<MigrationVersion> {

    /** That of a migration without a version, such as a repeatable one of Flyway. */
    public static final MigrationVersion NONE = new MigrationVersion(List.of());

    private static final Pattern FORM = Pattern.compile("[0-9]+(\\.[0-9]+)*");

    /** The number of digits of a version in file names and messages, unless it has more digits or several parts. */
    private static final int DIGITS = 3;

    public MigrationVersion {
        int size = parts.size();
        while (size > 1 && parts.get(size - 1).signum() == 0) {
            size--;
        }
        parts = List.copyOf(parts.subList(0, size));
    }

    /** Whether a text is a version. */
    public static boolean isVersion(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Reads a version, whose numbers are separated by dots.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static MigrationVersion of(String text) {
        if (!isVersion(text)) {
            throw new IllegalArgumentException("not a version: " + text);
        }
        return new MigrationVersion(
                Arrays.stream(text.split("\\.")).map(BigInteger::new).toList());
    }

    /** The first number. */
    public BigInteger first() {
        return this.parts.get(0);
    }

    /** Whether the migration has no version. */
    public boolean isNone() {
        return this.parts.isEmpty();
    }

    @Override
    public int compareTo(MigrationVersion other) {
        if (isNone() || other.isNone()) {
            return Boolean.compare(other.isNone(), isNone());
        }
        for (int i = 0; i < Math.max(this.parts.size(), other.parts.size()); i++) {
            int comparison = part(i).compareTo(other.part(i));
            if (comparison != 0) {
                return comparison;
            }
        }
        return 0;
    }

    private BigInteger part(int index) {
        return index < this.parts.size() ? this.parts.get(index) : BigInteger.ZERO;
    }

    /** The numbers without leading zeros, as in the history: {@code 13}. */
    public String text() {
        return this.parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
    }

    /** The version as in file names, a single number with at least three digits: {@code 013}. */
    @Override
    public String toString() {
        String text = text();
        return this.parts.size() != 1 ? text : "0".repeat(Math.max(0, DIGITS - text.length())) + text;
    }
}
