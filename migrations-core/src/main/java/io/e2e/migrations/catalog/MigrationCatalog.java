package io.e2e.migrations.catalog;

import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.dialect.ForeignCatalog;
import io.e2e.migrations.dialect.ForeignReader;
import io.e2e.migrations.dialect.MigrationFile;
import io.e2e.migrations.dialect.SourceFiles;
import io.e2e.migrations.schema.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All migrations of the locations, validated and in the order in which they run. The planner selects from it. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * MigrationCatalog catalog = MigrationCatalog.load(List.of("classpath:db/e2e-migrations"), classLoader);
 * }</pre>
 */
public final class MigrationCatalog {

    /** The order in which migrations run: that of their tool, or with headers, versioned ones first, each kind by version. */
    public static final Comparator<Migration> ORDER = Comparator.comparingInt(Migration::position)
            .thenComparing(migration -> migration.header().repeatable())
            .thenComparing(Migration::version);

    private final List<Migration> migrations;
    private final MigrationFormat format;
    private final String because;
    private final List<String> leftOut;
    private final List<String> ignored;
    private final boolean facts;
    private final DescribedFacts headers;
    private final Map<MigrationVersion, Migration> byVersion = new HashMap<>();
    private final Map<ObjectRef, List<Migration>> byObject = new HashMap<>();
    private final Map<String, List<Migration>> byGroup = new LinkedHashMap<>();

    /** Creates a catalog of checked migrations in order, with headers. */
    MigrationCatalog(List<Migration> ordered) {
        this(
                ordered,
                new ForeignCatalog(MigrationFormat.HEADERS, "", List.of(), List.of(), List.of(), List.of(), List.of()),
                DescribedFacts.NONE);
    }

    private MigrationCatalog(List<Migration> ordered, ForeignCatalog read, DescribedFacts headers) {
        this.migrations = ordered;
        this.format = read.format();
        this.because = read.because();
        this.leftOut = read.leftOut();
        this.ignored = read.ignored();
        this.facts = read.format() == MigrationFormat.HEADERS;
        this.headers = headers;
        index();
    }

    /** Copies a catalog, with other facts about the same migrations. */
    private MigrationCatalog(List<Migration> known, MigrationCatalog original) {
        this.migrations = known;
        this.format = original.format;
        this.because = original.because;
        this.leftOut = original.leftOut;
        this.ignored = original.ignored;
        this.facts = true;
        this.headers = DescribedFacts.NONE;
        index();
    }

    private void index() {
        for (Migration migration : this.migrations) {
            this.byVersion.put(migration.version(), migration);
            migration.touches().forEach(object -> add(this.byObject, object, migration));
            migration.header().groups().stream().sorted().forEach(group -> add(this.byGroup, group, migration));
        }
        this.byObject.replaceAll((object, touching) -> List.copyOf(touching));
        this.byGroup.replaceAll((group, members) -> List.copyOf(members));
    }

    private static <K> void add(Map<K, List<Migration>> migrations, K key, Migration migration) {
        migrations.computeIfAbsent(key, any -> new ArrayList<>()).add(migration);
    }

    /**
     * Reads, parses and validates every file of the locations.
     *
     * @param locations {@code classpath:} or {@code file:} directories
     * @param classLoader the class loader for {@code classpath:}; {@code null} means the current thread's
     * @throws CatalogUnreadableException if a location contains no migration
     * @throws InvalidCatalogException if files contradict themselves or each other; it lists every problem
     */
    public static MigrationCatalog load(List<String> locations, @Nullable ClassLoader classLoader) {
        return load(new CatalogSource(locations, CatalogOptions.defaults(), "public", "", ""), classLoader);
    }

    /**
     * Reads, parses and validates every file of a source.
     *
     * @param classLoader the class loader for {@code classpath:}; {@code null} means the current thread's
     * @throws CatalogUnreadableException if a location contains no migration
     * @throws InvalidCatalogException if files contradict themselves or each other; it lists every problem
     */
    public static MigrationCatalog load(CatalogSource source, @Nullable ClassLoader classLoader) {
        ClassLoader loader =
                classLoader != null ? classLoader : Thread.currentThread().getContextClassLoader();
        SourceFiles files = new CatalogLoader(loader).load(source);
        return ForeignReader.read(source, files)
                .map(foreign -> of(foreign, files))
                .orElseGet(() -> ours(source, files));
    }

    /** The catalog of files with headers, which are in the locations themselves and not in subdirectories. */
    private static MigrationCatalog ours(CatalogSource source, SourceFiles files) {
        CatalogOptions options = source.options();
        if (!options.placeholders().isEmpty()
                || !options.runFirst().isEmpty()
                || !options.leaveOut().isEmpty()) {
            throw new InvalidCatalogException(List.of("the files have headers of e2e-migrations, for which"
                    + " e2e.migrations.placeholders, run-first and leave-out mean nothing"));
        }
        List<MigrationFile> direct = files.all().stream()
                .filter(file -> file.directory().isEmpty() && file.name().endsWith(".sql"))
                .toList();
        source.locations().stream()
                .filter(location ->
                        direct.stream().noneMatch(file -> file.location().equals(location)))
                .findFirst()
                .ifPresent(location -> {
                    throw CatalogUnreadableException.empty(location);
                });
        return parse(direct);
    }

    /** The catalog of another tool's migrations. */
    static MigrationCatalog of(ForeignCatalog foreign, SourceFiles files) {
        if (!foreign.problems().isEmpty()) {
            List<String> problems = new ArrayList<>(foreign.problems());
            foreign.notSql()
                    .forEach(file -> problems.add(file + ": this migration is not SQL; leave it out by its name with"
                            + " e2e.migrations.leave-out"));
            throw new InvalidCatalogException(problems, "your-migrations.md");
        }
        if (!foreign.notSql().isEmpty()) {
            throw new NotSqlException(foreign.format(), foreign.notSql());
        }
        List<Migration> migrations = new ArrayList<>();
        // From 1 on, so that each has a place.
        foreign.migrations().forEach(migration -> migrations.add(Migration.of(migration, migrations.size() + 1)));
        return new MigrationCatalog(List.copyOf(migrations), foreign, DescribedFacts.of(migrations, files));
    }

    static MigrationCatalog parse(Collection<MigrationFile> files) {
        MigrationReader reader = new MigrationReader();
        List<Migration> read = new ArrayList<>();
        files.forEach(file -> reader.read(file).ifPresent(read::add));
        List<Migration> ordered = read.stream().sorted(ORDER).toList();
        List<String> problems = new ArrayList<>(reader.problems());
        problems.addAll(CatalogCheck.duplicates(ordered));
        if (reader.problems().isEmpty()) {
            // Files with problems are missing here, so migrations that require them would be reported too.
            problems.addAll(CatalogCheck.requirements(ordered));
        }
        if (!problems.isEmpty()) {
            throw new InvalidCatalogException(problems);
        }
        return new MigrationCatalog(ordered);
    }

    /** All migrations in the order in which they run. */
    public List<Migration> migrations() {
        return this.migrations;
    }

    /** The format of the files. */
    public MigrationFormat format() {
        return this.format;
    }

    /**
     * Copies the catalog, with facts that were found out.
     *
     * @param found the facts of every migration, by its file
     */
    public MigrationCatalog withFacts(Map<String, MigrationFacts> found) {
        List<Migration> known = this.migrations.stream()
                .map(migration -> migration.with(Objects.requireNonNull(found.get(migration.file()), migration.file())))
                .toList();
        return new MigrationCatalog(known, this);
    }

    /** Whether it is known what the migrations make. A catalog without facts can only be applied as a whole. */
    public boolean hasFacts() {
        return this.facts;
    }

    /**
     * Copies the catalog of another tool's files, with the facts in the headers that {@code describe} wrote; empty if there are
     * none, or if one of them is not of the very file that is there.
     */
    public Optional<MigrationCatalog> described() {
        return this.headers.facts().isEmpty() ? Optional.empty() : Optional.of(withFacts(this.headers.facts()));
    }

    /** Why {@link #described} is empty although there are such headers, in a line that names a file; empty if not. */
    public String undescribed() {
        return this.headers.problem();
    }

    /** The files that {@code e2e.migrations.leave-out} leaves out: without them, the catalog is incomplete. */
    public List<String> leftOut() {
        return this.leftOut;
    }

    /** What was read, for the log: the format, what it was found by, and the files that are not applied. */
    public String describe() {
        return this.migrations.size() + " migrations of " + String.join(", ", locations()) + " are read as "
                + this.format
                + (this.because.isEmpty() ? "" : ": " + this.because)
                + (this.leftOut.isEmpty()
                        ? ""
                        : "\n  incomplete, because e2e.migrations.leave-out leaves out "
                                + String.join(", ", this.leftOut))
                + (this.ignored.isEmpty()
                        ? ""
                        : "\n  not applied, because they are not named as migrations of " + this.format + ": "
                                + String.join(", ", this.ignored));
    }

    /** The migration with this version. */
    public Optional<Migration> withVersion(MigrationVersion version) {
        return Optional.ofNullable(this.byVersion.get(version));
    }

    /** The locations that contain the migrations, as they were configured. */
    public Set<String> locations() {
        return this.migrations.stream()
                .map(Migration::location)
                .filter(location -> !location.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Every migration that touches the object, in order; empty for an unknown object. */
    public List<Migration> touching(ObjectRef object) {
        return this.byObject.getOrDefault(object, List.of());
    }

    /** The migrations of a group, in order; empty for an unknown group. */
    public List<Migration> inGroup(String group) {
        return this.byGroup.getOrDefault(group, List.of());
    }

    /** The groups that headers name, in order of first appearance. */
    public Set<String> groups() {
        return new LinkedHashSet<>(this.byGroup.keySet());
    }
}
