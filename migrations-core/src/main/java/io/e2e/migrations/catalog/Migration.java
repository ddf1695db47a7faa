package io.e2e.migrations.catalog;

import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.script.GooseScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One file of the catalog: read, parsed and checksummed before anything runs. Immutable.
 *
 * @param number the numeric prefix of the file's name, which orders it
 * @param file the file's name; the history knows the migration by it
 * @param header what it says of itself
 * @param script its statements
 * @param checksum SHA-256, in hexadecimal, of the lines that follow the header; the header can be corrected at any time
 * @param fileChecksum SHA-256 of the whole text, line ends as LF and without byte order mark, which earlier versions
 *     recorded
 * @param touches the objects that it creates, alters, drops or adds parts to, in the order in which
 *     the header first names them, so that a plan gives the same reasons in every process
 */
public record Migration(
        int number,
        String file,
        MigrationHeader header,
        GooseScript script,
        String checksum,
        String fileChecksum,
        Set<ObjectRef> touches) {

    public Migration {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(script, "script");
        Objects.requireNonNull(checksum, "checksum");
        Objects.requireNonNull(fileChecksum, "fileChecksum");
        touches = Collections.unmodifiableSet(new LinkedHashSet<>(touches));
    }

    /** The number is read off the file's name, which begins with it. */
    static Migration of(String file, MigrationHeader header, GooseScript script, String text) {
        int number = Integer.parseInt(file.substring(0, file.indexOf('_')));
        Set<ObjectRef> touches =
                header.objects().map(SchemaObject::subject).collect(Collectors.toCollection(LinkedHashSet::new));
        return new Migration(number, file, header, script, sha256(HeaderParser.body(text)), sha256(text), touches);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java platform has SHA-256", ex);
        }
    }

    /** The short name that the header gives. */
    public String name() {
        return this.header.name();
    }

    /** Number and name, as reports show it: {@code 013 audit_events}. */
    public String label() {
        return paddedNumber() + " " + name();
    }

    /** Whether this one runs before the other: versioned before repeatable, then by number. */
    public boolean precedes(Migration other) {
        if (this.header.repeatable() != other.header.repeatable()) {
            return other.header.repeatable();
        }
        return this.number < other.number;
    }

    /** Whether it creates this object itself, not only parts of it. */
    public boolean creates(ObjectRef object) {
        return this.header.creates().stream()
                .anyMatch(created ->
                        !created.kind().belongsToTable() && created.subject().equals(object));
    }

    /** The number as files write it, with three digits or more: {@code 013}. */
    public String paddedNumber() {
        return paddedNumber(this.number);
    }

    static String paddedNumber(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, 3 - digits.length())) + digits;
    }

    /** Of the checksum, as migrations are keys of maps and the whole text would be hashed each time. */
    @Override
    public int hashCode() {
        return this.fileChecksum.hashCode();
    }

    @Override
    public String toString() {
        return label();
    }
}
