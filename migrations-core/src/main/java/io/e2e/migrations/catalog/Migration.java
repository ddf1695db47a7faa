package io.e2e.migrations.catalog;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.dialect.ForeignMigration;
import io.e2e.migrations.dialect.MigrationFile;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.script.MigrationScript;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One file of the catalog: read, parsed and checksummed before anything runs. Immutable.
 *
 * @param version the first part of the file's name, which determines the order
 * @param position the place in the order of another tool; 0 in a catalog with headers
 * @param location the location that contains the file, as it was configured
 * @param file the file's path below the location, which identifies the migration in the history
 * @param header its header; of a file without one, the name alone
 * @param script its statements
 * @param checksum SHA-256, in hexadecimal, of the lines after the header, so that the header can be corrected at any
 *     time
 * @param fileChecksum SHA-256 of the whole text, with LF as line ends and without byte order mark; earlier versions
 *     recorded it
 * @param touches the objects that it creates, alters, drops or adds parts to, in the order of the header, so that a
 *     plan gives the same reasons in every process
 */
public record Migration(
        MigrationVersion version,
        int position,
        String location,
        String file,
        MigrationHeader header,
        MigrationScript script,
        String checksum,
        String fileChecksum,
        Set<ObjectRef> touches) {

    public Migration {
        touches = Collections.unmodifiableSet(new LinkedHashSet<>(touches));
    }

    /** Creates a migration from its file, whose name begins with the version. */
    static Migration of(MigrationFile file, MigrationHeader header, MigrationScript script, String text) {
        String name = file.name();
        Set<ObjectRef> touches =
                header.objects().map(SchemaObject::subject).collect(Collectors.toCollection(LinkedHashSet::new));
        return new Migration(
                MigrationVersion.of(name.substring(0, name.indexOf('_'))),
                0,
                file.location(),
                name,
                header,
                script,
                Sha256.hex(HeaderParser.body(text)),
                Sha256.hex(text),
                touches);
    }

    /** Creates a migration without a header. */
    static Migration of(ForeignMigration foreign, int position) {
        String checksum = Sha256.hex(foreign.text());
        return new Migration(
                foreign.version(),
                position,
                foreign.location(),
                foreign.id(),
                MigrationHeader.absent(foreign.name(), foreign.repeatable()),
                foreign.script(),
                checksum,
                checksum,
                Set.of());
    }

    /** Copies the migration, with facts instead of those in its header. */
    Migration with(MigrationFacts facts) {
        MigrationHeader known = new MigrationHeader(
                this.header.name(),
                this.header.description(),
                this.header.groups(),
                facts.creates(),
                facts.alters(),
                facts.drops(),
                facts.requires(),
                this.header.inputs(),
                this.header.repeatable(),
                this.header.lossy());
        Set<ObjectRef> touched = new LinkedHashSet<>();
        known.objects().map(SchemaObject::subject).forEach(touched::add);
        touched.addAll(facts.touches());
        return new Migration(
                this.version,
                this.position,
                this.location,
                this.file,
                known,
                this.script,
                this.checksum,
                this.fileChecksum,
                touched);
    }

    /** The short name, from the header; without a header, from the file. */
    public String name() {
        return this.header.name();
    }

    /** Version and name, as in reports: {@code 013 audit_events}. */
    public String label() {
        return this.version.isNone() ? name() : (this.version + " " + name()).strip();
    }

    /** Whether applying it executes anything. */
    public boolean hasStatements() {
        return !this.script.up().isEmpty();
    }

    /** Whether it is applied in one transaction; otherwise its statements run one by one. */
    public boolean runsInTransaction() {
        return this.script.upInTransaction();
    }

    /** Whether this migration comes before the other in {@link MigrationCatalog#ORDER}. */
    public boolean precedes(Migration other) {
        return MigrationCatalog.ORDER.compare(this, other) < 0;
    }

    /** Whether it creates this object itself, and not only parts of it. */
    public boolean creates(ObjectRef object) {
        return this.header.creates().stream()
                .anyMatch(created ->
                        !created.kind().belongsToTable() && created.subject().equals(object));
    }

    /** Whether a statement that applies it contains a match. */
    public boolean mentions(Pattern pattern) {
        return this.script.up().stream()
                .anyMatch(statement -> pattern.matcher(statement.text()).find());
    }

    /** Uses only the checksum, because migrations are keys of maps and hashing their whole text each time is slow. */
    @Override
    public int hashCode() {
        return this.fileChecksum.hashCode();
    }

    @Override
    public String toString() {
        return label();
    }
}
