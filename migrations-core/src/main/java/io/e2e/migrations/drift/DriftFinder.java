package io.e2e.migrations.drift;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.inspect.DescribedDatabase;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds how a database differs from what its migrations make. It reads the database in one message, and compares it with
 * the description of a scratch database to which the same migrations were applied, which the access provides. Changes
 * nothing. Immutable.
 */
public final class DriftFinder {

    private final DatabaseAccess access;
    private final DatabaseRequest request;
    private final MigrationOptions options;
    private final Function<AppliedPlan, DatabaseTemplate> contents;
    private final TimeSource time;
    private final boolean allSchemas;

    /**
     * Prepares a comparison.
     *
     * @param access provides scratch databases
     * @param request names the server and the role
     * @param options the schema, and how much is compared
     * @param contents applies migrations to a scratch database
     * @param time the clock for waiting
     */
    public DriftFinder(
            DatabaseAccess access,
            DatabaseRequest request,
            MigrationOptions options,
            Function<AppliedPlan, DatabaseTemplate> contents,
            TimeSource time) {
        this(access, request, options, contents, time, false);
    }

    private DriftFinder(
            DatabaseAccess access,
            DatabaseRequest request,
            MigrationOptions options,
            Function<AppliedPlan, DatabaseTemplate> contents,
            TimeSource time,
            boolean allSchemas) {
        this.access = access;
        this.request = request;
        this.options = options;
        this.contents = contents;
        this.time = time;
        this.allSchemas = allSchemas;
    }

    /** A copy that compares all schemas, as those of migrations whose headers do not say where their objects are. */
    public DriftFinder inAllSchemas() {
        return new DriftFinder(this.access, this.request, this.options, this.contents, this.time, true);
    }

    /**
     * Compares a database with what these migrations make.
     *
     * @return every difference, in the order of a description; empty if there are no migrations
     * @throws NoScratchDatabaseException if the access has no server for the scratch database
     * @throws io.e2e.migrations.session.QueryFailedException if a query fails
     */
    public List<Finding> find(DatabaseSession session, AppliedPlan applied) {
        if (applied.migrations().isEmpty()) {
            return List.of();
        }
        DescribedDatabase live = readLive(session, applied, rows());
        String expected = expected(session, applied, live, rows());
        Origins origins = new Origins(applied.migrations());
        return this.allSchemas
                ? DatabaseComparison.findings(
                        DatabaseText.parse(expected),
                        DatabaseText.read(session, this.options.schema(), rows()),
                        this.options.schema(),
                        origins)
                : SchemaComparison.findings(
                        DescriptionText.parse(expected), new DescriptionText(live.major(), live.schema()), origins);
    }

    /**
     * The tables whose rows are not those that these migrations insert. Values from defaults that call functions may
     * differ.
     */
    public Set<String> tablesWithOtherRows(DatabaseSession session, AppliedPlan applied) {
        DescribedDatabase live = readLive(session, applied, RowDetail.REPEATABLE);
        Map<String, List<List<String>>> found = rowsOf(live.schema());
        String expected = expected(session, applied, live, RowDetail.REPEATABLE);
        Map<String, List<List<String>>> wanted = rowsOf((this.allSchemas
                        ? DatabaseText.parse(expected).schema(this.options.schema())
                        : DescriptionText.parse(expected))
                .schema());
        return wanted.entrySet().stream()
                .filter(table -> !table.getValue().equals(found.get(table.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Map<String, List<List<String>>> rowsOf(SchemaDescription schema) {
        return schema.ofKind(ObjectKind.TABLE)
                .collect(Collectors.toMap(
                        DescribedObject::name,
                        table -> table.parts(DescribedPart.ROW)
                                .map(DescribedPart::facets)
                                .toList()));
    }

    private DescribedDatabase readLive(DatabaseSession session, AppliedPlan applied, RowDetail rows) {
        Set<String> granted = applied.migrations().stream()
                .flatMap(migration -> migration.header().roles().stream())
                .collect(Collectors.toSet());
        return DescribedDatabase.read(session, reader(), rows, granted);
    }

    private String expected(DatabaseSession session, AppliedPlan applied, DescribedDatabase live, RowDetail rows) {
        Set<String> roles = new HashSet<>(live.roles());
        roles.remove(live.user());
        ScratchDatabase scratch = new ScratchDatabase(
                this.contents.apply(applied),
                roles,
                DescriptionText.FORMAT + " " + rows + " " + reader().fingerprint() + (this.allSchemas ? " all" : ""),
                database -> readScratch(database, rows));
        return this.access
                .readScratch(this.request.withUser(live.user()), scratch)
                .orElseThrow(() -> new NoScratchDatabaseException(session.description()));
    }

    private String readScratch(TargetDatabase scratch, RowDetail rows) {
        try (DatabaseSession session = DatabaseSession.open(scratch, this.options, this.time)) {
            if (this.allSchemas) {
                return DatabaseText.read(session, this.options.schema(), rows).toString();
            }
            DescribedDatabase described = DescribedDatabase.read(session, reader(), rows, Set.of());
            return new DescriptionText(described.major(), described.schema()).toString();
        }
    }

    private SchemaReader reader() {
        return new SchemaReader(this.options.schema());
    }

    private RowDetail rows() {
        return this.options.verify() == VerifyLevel.FULL_WITH_SEEDS ? RowDetail.REPEATABLE : RowDetail.NONE;
    }
}
