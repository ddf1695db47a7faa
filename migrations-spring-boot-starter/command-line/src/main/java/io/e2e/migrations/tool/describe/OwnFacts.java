package io.e2e.migrations.tool.describe;

import io.e2e.migrations.catalog.FactsLines;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.MigrationFacts;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.schema.NamePattern;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts facts into the words of our headers, one migration after the other in their order. A requirement is written if it
 * brings in a migration that nothing else brings in. What headers have no word for is required by the version. Not
 * thread-safe.
 */
final class OwnFacts {

    private static final String EXTENSION = "extension ";

    private final MigrationCatalog derived;
    private final Map<String, HeaderText> headers;
    private final Map<String, MigrationFacts> chosen = new HashMap<>();

    /**
     * Prepares facts.
     *
     * @param derived the migrations, with what a replay found out
     * @param headers those of the files to write
     */
    OwnFacts(MigrationCatalog derived, Map<String, HeaderText> headers) {
        // What a header requires of extensions is there before, whichever migration would create it.
        this.derived = derived.withFacts(
                derived.migrations().stream().collect(Collectors.toMap(Migration::file, OwnFacts::withoutExtensions)));
        this.headers = headers;
        this.derived.migrations().forEach(migration -> this.chosen.put(migration.file(), facts(migration, List.of())));
    }

    private static MigrationFacts withoutExtensions(Migration migration) {
        return new MigrationFacts(
                migration.header().creates(),
                migration.header().alters(),
                migration.header().drops(),
                migration.header().requires().stream()
                        .filter(requirement ->
                                !(requirement instanceof Requirement.Use use && isExtension(use.object())))
                        .toList(),
                migration.touches().stream()
                        .filter(object -> !isExtension(object))
                        .toList());
    }

    private static boolean isExtension(ObjectRef object) {
        return object.space() == ObjectRef.Space.DATABASE && object.name().startsWith(EXTENSION);
    }

    private static MigrationFacts facts(Migration migration, List<Requirement> requires) {
        return new MigrationFacts(
                migration.header().creates(),
                migration.header().alters(),
                migration.header().drops(),
                requires,
                List.of());
    }

    /** The facts of the next migration. */
    MigrationFacts next(Migration migration) {
        HeaderText header = this.headers.get(migration.file());
        MigrationFacts said = (header == null ? HeaderText.of("") : header)
                .said()
                .orElse(new MigrationFacts(List.of(), List.of(), List.of(), List.of(), List.of()));
        List<Requirement> requires = new ArrayList<>(requirements(migration, said));
        Set<String> needed = closure(this.derived, migration);
        for (Requirement requirement : List.copyOf(requires)) {
            if (requirement instanceof Requirement.FinalForm && !said.requires().contains(requirement)) {
                requires.remove(requirement);
                if (!closure(migration, requires).containsAll(needed)) {
                    requires.add(requirement);
                }
            }
        }
        addVersions(migration, requires, needed);
        this.chosen.put(migration.file(), facts(migration, requires));
        MigrationFacts found = new MigrationFacts(
                patterns(migration.header().creates(), said.creates(), migration),
                migration.header().alters(),
                migration.header().drops(),
                requires,
                List.of());
        refuseUnnamed(migration, found);
        return found;
    }

    /** Refuses names with signs that would be read as something else: our headers know no encoding. */
    private static void refuseUnnamed(Migration migration, MigrationFacts facts) {
        Stream.of(
                        FactsLines.objects("creates", facts.creates()),
                        FactsLines.objects("alters", facts.alters()),
                        FactsLines.objects("drops", facts.drops()),
                        FactsLines.requires(facts.requires()))
                .flatMap(List::stream)
                .filter(line -> line.indexOf('%') >= 0)
                .findFirst()
                .ifPresent(line -> {
                    throw DescribeRefusedException.unnamed(migration.file(), line);
                });
    }

    /** What was found, in words of headers, and the versions that a person has written. */
    private Set<Requirement> requirements(Migration migration, MigrationFacts said) {
        Set<Requirement> requires = new LinkedHashSet<>();
        said.requires().stream()
                .filter(Requirement.OtherMigration.class::isInstance)
                .filter(other -> this.derived
                        .withVersion(((Requirement.OtherMigration) other).version())
                        .filter(required -> required.precedes(migration))
                        .isPresent())
                .forEach(requires::add);
        migration.header().requires().stream()
                .filter(requirement -> !(requirement instanceof Requirement.Use))
                .filter(requirement -> !(requirement instanceof Requirement.FinalForm form)
                        || this.derived.touching(form.object().subject()).stream()
                                .anyMatch(other -> other.creates(form.object().subject()) && other.precedes(migration)))
                .forEach(requires::add);
        migration.touches().stream()
                .filter(object -> object.name().startsWith("extension "))
                .forEach(object ->
                        requires.add(new Requirement.Extension(object.name().substring("extension ".length()))));
        return requires;
    }

    /** Requires by their versions, latest first, what nothing else brings in. */
    private void addVersions(Migration migration, List<Requirement> requires, Set<String> needed) {
        List<Migration> latestFirst = this.derived.migrations().stream()
                .filter(other -> needed.contains(other.file()))
                .sorted(Comparator.comparing(other -> other, MigrationCatalog.ORDER.reversed()))
                .toList();
        for (Migration other : latestFirst) {
            if (!closure(migration, requires).contains(other.file())) {
                requires.add(new Requirement.OtherMigration(other.version()));
            }
        }
    }

    private Set<String> closure(Migration migration, List<Requirement> requires) {
        this.chosen.put(migration.file(), facts(migration, requires));
        return closure(this.derived.withFacts(this.chosen), migration);
    }

    private static Set<String> closure(MigrationCatalog catalog, Migration migration) {
        return catalog.migrations().stream()
                .filter(same -> same.file().equals(migration.file()))
                .flatMap(same -> MigrationPlanner.closure(catalog, same).stream())
                .map(Migration::file)
                .collect(Collectors.toSet());
    }

    /** The objects, with a pattern that a person has written, or of names that depend on the run, in their place. */
    private static List<SchemaObject> patterns(List<SchemaObject> found, List<SchemaObject> said, Migration migration) {
        return found.stream()
                .map(object -> said.stream()
                        .filter(pattern -> pattern.isPattern()
                                && pattern.kind() == object.kind()
                                && Objects.equals(pattern.table(), object.table())
                                && new NamePattern(pattern.name()).matches(object.name()))
                        .findFirst()
                        .orElseGet(() -> object.kind() == ObjectKind.PARTITION
                                        && !migration.header().inputs().isEmpty()
                                ? new SchemaObject(
                                        object.kind(),
                                        object.name().replaceAll("[0-9]", "#"),
                                        object.table(),
                                        List.of())
                                : object))
                .distinct()
                .collect(Collectors.toList());
    }
}
