package io.e2e.migrations;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.e2e.migrations.conventions.Conventions;
import io.e2e.migrations.conventions.GoldenFile;
import io.e2e.migrations.conventions.PublicTypes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/** Holds the starter to its architecture: what could be lifted out of it, and where each library is known. */
class StarterArchitectureTests {

    private static final String ROOT = "io.e2e.migrations";
    private static final String BOOT = ROOT + ".boot..";

    private static final JavaClasses STARTER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> location.contains("migrations-spring-boot-starter"))
            .importPackages(ROOT);

    @Test
    void springBootIsKnownOnlyToTheBootPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BOOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot..", "org.springframework.context..", BOOT)
                .check(STARTER);
    }

    @Test
    void theKubernetesClientIsKnownOnlyToItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".kubernetes..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(STARTER);
    }

    @Test
    void theArchivesOfPostgresqlAreKnownOnlyToTheEmbeddedPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".embedded..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tukaani..")
                .check(STARTER);
    }

    /** An application may bring them in a version that lacks what we would call. */
    @Test
    void librariesThatApplicationsBringAreNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.commons..", "com.fasterxml.jackson..", "tools.jackson..", "com.google..")
                .check(STARTER);
    }

    @Test
    void theTargetsDoNotKnowEachOther() {
        slices().matching(ROOT + ".(embedded|kubernetes|datasource)..")
                .should()
                .notDependOnEachOther()
                .check(STARTER);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.e2e.(**)").should().beFreeOfCycles().check(STARTER);
    }

    @Test
    void autoConfigurationsAreFinalAndOfferNothingToCallers() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .check(STARTER);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .notBePublic()
                .check(STARTER);
    }

    @ParameterizedTest
    @MethodSource("conventions")
    void keepsTheRulesOfTheHouse(ArchRule rule) {
        rule.check(STARTER);
    }

    static List<ArchRule> conventions() {
        return Conventions.all();
    }

    @Test
    void publicTypesAreThoseOfTheGoldenFile() {
        GoldenFile.named("public-types.golden").assertEquals(PublicTypes.of(STARTER));
    }
}
