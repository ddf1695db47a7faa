package io.e2e.migrations.tool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.e2e.migrations.conventions.Conventions;
import io.e2e.migrations.conventions.GoldenFile;
import io.e2e.migrations.conventions.PackageMap;
import io.e2e.migrations.conventions.PublicTypes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the command line to its architecture: operations know no command, and the Maven plugin uses operations only. */
class CommandLineArchitectureTests {

    private static final JavaClasses COMMAND_LINE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.e2e.migrations.tool");

    /** Each package and those of ours that it may know. */
    private static final PackageMap MAP = PackageMap.parse("""
            tool.catalog -> embedded, datasource, (root), catalog, config, database, dialect, plan, status
            tool.graph   -> tool.catalog, derive, page, catalog, config, plan, schema, (root), embedded, database
            tool.schema  -> tool.catalog, change, embedded, provision, (root), apply, catalog, config, database, inspect, \
                            plan, session, time
            tool.describe -> tool.catalog, derive, (root), catalog, config, database, plan, schema, script
            tool.proof   -> tool.catalog, tool.schema, proof, (root), catalog, config, inspect, plan, schema
            tool         -> tool.catalog, tool.describe, tool.graph, tool.proof, tool.schema, embedded, config
            """);

    static final List<String> PACKAGES = MAP.packages();

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void packageWhenItKnowsAnotherHasAnArrowOnTheMap(String name) {
        MAP.rule(name).check(COMMAND_LINE);
    }

    @Test
    void mapHasEveryPackage() {
        assertThat(PackageMap.of(COMMAND_LINE)).containsExactlyInAnyOrderElementsOf(PACKAGES);
    }

    @Test
    void picocliIsKnownOnlyToTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.e2e.migrations.tool")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(COMMAND_LINE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.e2e.(**)").should().beFreeOfCycles().check(COMMAND_LINE);
    }

    @ParameterizedTest
    @MethodSource("conventions")
    void keepsTheRulesOfTheHouse(ArchRule rule) {
        rule.check(COMMAND_LINE);
    }

    static List<ArchRule> conventions() {
        return Conventions.all();
    }

    @Test
    void publicTypesAreThoseOfTheGoldenFile() {
        GoldenFile.named("public-types.golden").assertEquals(PublicTypes.of(COMMAND_LINE));
    }
}
