package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.proof.scenario.ProofServer;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Proves a catalog of migrations on a real PostgreSQL, in one line of a test. This project proves its own that way; a
 * team proves theirs. Immutable and thread-safe; each proof has an embedded server of its own.
 *
 * <pre>{@code
 * @Test
 * void catalogIsProven() {
 *     CatalogProof.of("classpath:db/e2e-migrations").verify();
 * }
 * }</pre>
 */
public final class CatalogProof {

    /** Far from every month that a file names, so that what is made for the months around today is seen to be made. */
    private static final Instant DAY = Instant.parse("2031-05-15T12:00:00Z");

    private static final Pattern CREATES_ROLE = Pattern.compile("(?i)\\A\\s*CREATE\\s+(ROLE|USER|GROUP)\\s");

    private final Subject subject;

    private CatalogProof(Subject subject) {
        this.subject = subject;
    }

    /** A proof of the catalog in these directories, {@code classpath:} or {@code file:}. */
    public static CatalogProof of(String... locations) {
        MigrationOptions options = MigrationOptions.defaults().withLocations(locations);
        return new CatalogProof(new Subject(options, EmbeddedSettings.defaults(), DAY, Map.of(), List.of()));
    }

    /** A proof whose migrations take this for now when they make partitions; 2031-05-15 by default. */
    public CatalogProof at(Instant today) {
        return new CatalogProof(this.subject.at(today));
    }

    /**
     * A proof of files of another tool that are read with these options: placeholders, files to leave out. Their headers, which
     * the command {@code describe} wrote, are proven to be true and sufficient, and each plan to give what the whole catalog
     * gives; neither that nothing is superfluous, nor Down sections, pairs of plans, or objects of further schemas.
     */
    public CatalogProof reading(CatalogOptions options) {
        return new CatalogProof(this.subject.with(this.subject.options().withCatalog(options)));
    }

    /** A proof in a schema of another name than {@code public}. */
    public CatalogProof inSchema(String schema) {
        return new CatalogProof(this.subject.with(this.subject.options().withSchema(schema)));
    }

    /** A proof on a server with these settings. */
    public CatalogProof on(EmbeddedSettings settings) {
        return new CatalogProof(this.subject.on(settings));
    }

    /**
     * A proof of a catalog that is used together with others, which are taken as proven: their files are applied, but
     * only those of this catalog are proven.
     *
     * <pre>{@code
     * CatalogProof.of("classpath:db/my-migrations").onTopOf("classpath:db/e2e-migrations").verify();
     * }</pre>
     *
     * @param locations the directories of the proven catalogs
     */
    public CatalogProof onTopOf(String... locations) {
        return new CatalogProof(this.subject.onTopOf(List.of(locations)));
    }

    /**
     * A proof that inserts rows when a migration has been applied and before the next one is, so that it is seen what
     * becomes of them.
     *
     * @param version the migration's version, such as {@code 13}
     * @param sql one statement
     */
    public CatalogProof withRowsAfter(String version, String sql) {
        Map<MigrationVersion, List<String>> more = new HashMap<>(this.subject.rows());
        List<String> statements = new ArrayList<>(more.getOrDefault(MigrationVersion.of(version), List.of()));
        statements.add(sql);
        more.put(MigrationVersion.of(version), List.copyOf(statements));
        return new CatalogProof(this.subject.withRows(more));
    }

    /**
     * Proves everything.
     *
     * @return what was proven and how long it took
     * @throws io.e2e.migrations.catalog.InvalidCatalogException if files contradict each other; nothing was run then
     * @throws NotProvableException if the files are those of another tool, without headers that are theirs, or create roles
     * @throws ProofFailedException if anything is not so; it lists everything, each with the line to change
     */
    public ProofReport verify() {
        long start = System.nanoTime();
        YearMonth month = YearMonth.from(this.subject.today().atOffset(ZoneOffset.UTC));
        MigrationOptions options = this.subject.options().withPartitions(new PartitionHorizon(month, 1));
        MigrationCatalog catalog = this.subject.load();
        if (!catalog.hasFacts()) {
            requireProvable(catalog, options.locations());
        }
        try (ProofServer server = this.subject.start(catalog, options)) {
            return new Proof(server, options.locations()).run(this.subject.rows(), start);
        }
    }

    private static void requireProvable(MigrationCatalog catalog, List<String> locations) {
        if (catalog.described().isEmpty()) {
            throw NotProvableException.notDescribed(locations, catalog.undescribed());
        }
        catalog.migrations().stream()
                .filter(migration -> migration.script().up().stream()
                        .flatMap(statement -> statement.parts().stream())
                        .anyMatch(part -> CREATES_ROLE.matcher(part.text()).find()))
                .findFirst()
                .ifPresent(migration -> {
                    throw NotProvableException.createsRole(migration.file());
                });
    }

    /** What the whole catalog makes, applied at once to an empty database; with those that it is on top of. */
    public SchemaDescription describe() {
        try (ProofServer server = this.subject.start(this.subject.load(), this.subject.options())) {
            return server.describeWhole();
        }
    }

    /** What is proven, and on what; {@code base} lists the locations that are taken as proven. */
    private record Subject(
            MigrationOptions options,
            EmbeddedSettings settings,
            Instant today,
            Map<MigrationVersion, List<String>> rows,
            List<String> base) {

        Subject with(MigrationOptions newOptions) {
            return new Subject(newOptions, this.settings, this.today, this.rows, this.base);
        }

        Subject on(EmbeddedSettings newSettings) {
            return new Subject(this.options, newSettings, this.today, this.rows, this.base);
        }

        Subject at(Instant newToday) {
            return new Subject(this.options, this.settings, newToday, this.rows, this.base);
        }

        Subject withRows(Map<MigrationVersion, List<String>> newRows) {
            return new Subject(this.options, this.settings, this.today, Map.copyOf(newRows), this.base);
        }

        Subject onTopOf(List<String> newBase) {
            return new Subject(this.options, this.settings, this.today, this.rows, newBase);
        }

        MigrationCatalog load() {
            List<String> all = Stream.of(this.base, this.options.locations())
                    .flatMap(List::stream)
                    .toList();
            DatabaseRequest usual = DatabaseRequest.defaults();
            return MigrationCatalog.load(
                    new CatalogSource(
                            all, this.options.catalog(), this.options.schema(), usual.user(), usual.database()),
                    null);
        }

        ProofServer start(MigrationCatalog catalog, MigrationOptions proven) {
            return ProofServer.start(this.settings, catalog, proven, this.today);
        }
    }
}
