package io.e2e.migrations;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/** Holds the starter to its architecture: what could be lifted out of it, and where each library is known. */
class StarterArchitectureTests {

    private static final String ROOT = "io.e2e.migrations";
    private static final String BOOT = ROOT + ".boot..";

    private static final JavaClasses STARTER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> location.contains("migrations-spring-boot-starter"))
            .importPackages(ROOT);

    /** Each package and those of ours that it may know: no arrow goes back, and the targets do not know each other. */
    private static final PackageMap MAP = PackageMap.parse("""
            provision          -> config, database, session, time
            embedded.host      -> config, time
            embedded.binaries  -> embedded.host, config, time
            embedded.process   -> embedded.binaries, embedded.host, provision, config, database, time
            embedded.cluster   -> embedded.process, embedded.binaries, embedded.host, provision, config, session, time
            embedded           -> embedded.cluster, embedded.process, embedded.binaries, embedded.host, provision, \
                                  config, database, session, time
            network            ->
            page               -> (root), apply
            kubernetes.api     -> network, config, time
            kubernetes.tunnel  -> kubernetes.api, time
            kubernetes         -> kubernetes.tunnel, kubernetes.api, provision, config, database, time
            datasource         -> network, provision, config, database, session, time
            isolation          -> provision, config, database
            access             -> embedded, kubernetes, provision, (root), database
            junit              -> access, isolation, page, provision, (root), config, database
            change             -> inspect, schema
            proof.scenario     -> embedded, provision, apply, catalog, config, database, inspect, plan, script, \
                                  session, time
            derive             -> change, embedded, provision, (root), apply, catalog, config, database, foreign, \
                                  inspect, plan, schema, script, session, time
            proof              -> proof.scenario, change, embedded, catalog, dialect, database, config, inspect, plan, schema, script
            boot.targets       -> embedded, kubernetes, datasource, isolation, provision, (root), config, database, plan
            boot.engine        -> boot.targets, provision, (root), config, database, time
            boot.background    -> boot.engine, boot.targets, embedded, isolation, provision, (root), apply, database, plan, time
            boot.beside        -> boot.targets, datasource, provision, (root), catalog, config, database, plan, schema
            boot.autoconfigure -> boot.beside, boot.background, boot.diagnostics, boot.engine, boot.targets, isolation, (root), \
                                  apply, config, database, page, plan, time
            boot.diagnostics   -> boot.targets, (root), catalog, config, plan, schema
            boot.test          -> boot.diagnostics, boot.targets, isolation, page, (root), config, database, reset
            """);

    static final List<String> PACKAGES = MAP.packages();

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void packageWhenItKnowsAnotherHasAnArrowOnTheMap(String name) {
        MAP.rule(name).check(STARTER);
    }

    @Test
    void mapHasEveryPackage() {
        assertThat(PackageMap.of(STARTER)).containsExactlyInAnyOrderElementsOf(PACKAGES);
    }

    /** Types in them are public only so that the packages of their family see them. */
    @ParameterizedTest
    @ValueSource(strings = {"embedded", "kubernetes", "proof"})
    void packagesBelowAPackageAreKnownOnlyToTheirFamily(String family) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + family + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "." + family + ".*..")
                .check(STARTER);
    }

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

    /** The starter's jar lacks some models of other API groups. */
    @Test
    void onlyTheCoreModelOfKubernetesIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.kubernetes.api.model.*..")
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
