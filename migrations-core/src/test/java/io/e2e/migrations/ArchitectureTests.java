package io.e2e.migrations;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.conventions.Conventions;
import io.e2e.migrations.conventions.GoldenFile;
import io.e2e.migrations.conventions.PackageMap;
import io.e2e.migrations.conventions.PublicTypes;
import io.e2e.migrations.conventions.Violations;
import io.e2e.migrations.script.ScriptSyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the architecture of this module: which packages may use which, and which are pure. */
class ArchitectureTests {

    private static final String ROOT = "io.e2e.migrations";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOT);

    /** Each package with the packages that it may use; no other package may use the root. */
    private static final PackageMap MAP = PackageMap.parse("""
            config   ->
            schema   ->
            script   ->
            time     -> config
            database -> config, time
            dialect  -> config, script
            catalog  -> config, schema, script, dialect
            plan     -> config, schema, catalog
            session  -> config, schema, script, catalog, plan, time, database
            inspect  -> config, schema, session
            reset    -> config, schema, catalog, session
            verify   -> config, schema, catalog, plan, session
            foreign  -> config, script, catalog, session, database
            apply    -> config, schema, script, catalog, plan, session, foreign, reset, verify, time
            drift    -> config, schema, catalog, plan, session, inspect, verify, time, database
            status   -> config, catalog, plan
            revert   -> config, schema, script, catalog, plan, session, foreign, reset, apply
            repair   -> config, catalog, plan, session, reset
            adopt    -> config, catalog, plan, session, reset, verify, drift
            (root)   -> config, schema, dialect, adopt, repair, catalog, plan, session, reset, verify, drift, status, apply, revert, time, database
            """);

    /** Reading, writing, the network, the clock and the log. */
    private static final String[] OUTSIDE_WORLD = {
        "java.io..",
        "java.nio..",
        "java.net..",
        "java.sql..",
        "javax.sql..",
        "org.springframework..",
        "org.slf4j..",
        "io.e2e.migrations.time.."
    };

    static final List<String> PACKAGES = MAP.packages();

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void packageKnowsOnlyAllowedPackages(String name) {
        MAP.rule(name).check(CORE);
    }

    @Test
    void architectureListsEveryPackage() {
        assertThat(PackageMap.of(CORE)).containsExactlyInAnyOrderElementsOf(PACKAGES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.e2e.(**)").should().beFreeOfCycles().check(CORE);
    }

    @ParameterizedTest
    @MethodSource("pure")
    void decidingPackageIsPure(String name) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE_WORLD)
                .check(CORE);
        asksNoClock(ROOT + "." + name).check(CORE);
    }

    static Stream<String> pure() {
        return Stream.of("schema", "script", "dialect", "plan", "status");
    }

    @Test
    void catalogReadsFilesOnlyInLoader() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".catalog")
                .and()
                .doNotHaveSimpleName("CatalogLoader")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE_WORLD)
                .check(CORE);
        asksNoClock(ROOT + ".catalog").check(CORE);
    }

    private static ArchRule asksNoClock(String packageName) {
        return classes()
                .that()
                .resideInAPackage(packageName)
                .should(Violations.of(
                        "ask no clock",
                        type -> type.getAccessesFromSelf().stream()
                                .filter(access -> Set.of("now", "nanoTime", "currentTimeMillis")
                                        .contains(access.getTarget().getName()))
                                .map(Object::toString)));
    }

    @Test
    void springIsUsedOnlyByLoader() {
        noClasses()
                .that()
                .doNotHaveSimpleName("CatalogLoader")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CORE);
    }

    @Test
    void jdbcIsUsedOnlyByPackagesThatAccessDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".database",
                        ROOT + ".session",
                        ROOT + ".inspect",
                        ROOT + ".reset",
                        ROOT + ".foreign",
                        ROOT + ".apply",
                        ROOT + ".revert")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(CORE);
    }

    @Test
    void exceptionIsMigrationException() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                // The catalog reports it as a problem of the file.
                .and()
                .doNotBelongToAnyOf(ScriptSyntaxException.class)
                .should()
                .beAssignableTo(MigrationException.class)
                .check(CORE);
    }

    @ParameterizedTest
    @MethodSource("conventions")
    void codeFollowsConventions(ArchRule rule) {
        rule.check(CORE);
    }

    static List<ArchRule> conventions() {
        return Conventions.all();
    }

    @Test
    void publicTypesAreThoseOfGoldenFile() {
        GoldenFile.named("public-types.golden").assertEquals(PublicTypes.of(CORE));
    }
}
