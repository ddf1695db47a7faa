package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.MigrationVersion;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
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

    private final MigrationOptions options;
    private final EmbeddedSettings settings;
    private final Instant today;
    private final Map<MigrationVersion, List<String>> rows;

    private CatalogProof(
            MigrationOptions options,
            EmbeddedSettings settings,
            Instant today,
            Map<MigrationVersion, List<String>> rows) {
        this.options = options;
        this.settings = settings;
        this.today = today;
        this.rows = rows;
    }

    /** A proof of the catalog in these directories, {@code classpath:} or {@code file:}. */
    public static CatalogProof of(String... locations) {
        MigrationOptions options = MigrationOptions.defaults().withLocations(locations);
        return new CatalogProof(options, EmbeddedSettings.defaults(), DAY, Map.of());
    }

    /** A proof whose migrations take this for now when they make partitions; 2031-05-15 by default. */
    public CatalogProof at(Instant today) {
        return new CatalogProof(this.options, this.settings, today, this.rows);
    }

    /** A proof in a schema of another name than {@code public}. */
    public CatalogProof inSchema(String schema) {
        return new CatalogProof(this.options.withSchema(schema), this.settings, this.today, this.rows);
    }

    /** A proof on a server with these settings. */
    public CatalogProof on(EmbeddedSettings settings) {
        return new CatalogProof(this.options, settings, this.today, this.rows);
    }

    /**
     * A proof that inserts rows when a migration has been applied and before the next one is, so that it is seen what
     * becomes of them.
     *
     * @param version the migration's version, such as {@code 13}
     * @param sql one statement
     */
    public CatalogProof withRowsAfter(String version, String sql) {
        Map<MigrationVersion, List<String>> more = new HashMap<>(this.rows);
        List<String> statements = new ArrayList<>(more.getOrDefault(MigrationVersion.of(version), List.of()));
        statements.add(sql);
        more.put(MigrationVersion.of(version), List.copyOf(statements));
        return new CatalogProof(this.options, this.settings, this.today, Map.copyOf(more));
    }

    /**
     * Proves everything.
     *
     * @return what was proven and how long it took
     * @throws io.e2e.migrations.catalog.InvalidCatalogException if files contradict each other; nothing was run then
     * @throws ProofFailedException if anything is not so; it lists everything, each with the line to change
     */
    public ProofReport verify() {
        long start = System.nanoTime();
        PartitionHorizon horizon = new PartitionHorizon(YearMonth.from(this.today.atOffset(ZoneOffset.UTC)), 1);
        try (ProofServer server = server(this.options.withPartitions(horizon))) {
            return new Proof(server, this.options.locations()).run(this.rows, start);
        }
    }

    /** What the whole catalog makes, applied at once to an empty database. */
    public SchemaDescription describe() {
        try (ProofServer server = server(this.options)) {
            return server.describeWhole();
        }
    }

    private ProofServer server(MigrationOptions proven) {
        MigrationCatalog catalog = MigrationCatalog.load(proven.locations(), null);
        return ProofServer.start(this.settings, catalog, proven, this.today);
    }
}
