package io.e2e.migrations.database;

import io.e2e.migrations.config.Sha256;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A database that is made only to be read, and dropped afterwards.
 *
 * @param contents fills it
 * @param roles the roles that the server must have, beside the one that fills it
 * @param format changes whenever {@code reader} reads in another way
 * @param reader reads it as text
 */
public record ScratchDatabase(
        DatabaseTemplate contents, Set<String> roles, String format, Function<TargetDatabase, String> reader) {

    public ScratchDatabase {
        roles = Set.copyOf(roles);
    }

    /** Identifies the text: differs whenever the reader would read something else on the same PostgreSQL version. */
    public String key() {
        return Sha256.hex(String.join(
                "\0", List.of(this.format, this.contents.fingerprint(), new TreeSet<>(this.roles).toString())));
    }

    /** Fills the database unless it is a copy of the contents, and reads it. */
    public String read(TargetDatabase database) {
        if (!database.isCopyOfTemplate()) {
            this.contents.fill(database);
        }
        return this.reader.apply(database);
    }
}
