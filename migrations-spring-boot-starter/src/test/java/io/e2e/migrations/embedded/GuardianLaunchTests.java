package io.e2e.migrations.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import io.e2e.migrations.conventions.Violations;
import org.junit.jupiter.api.Test;

/** What a guardian does is seen in {@link SharedLifetimeTests}. */
class GuardianLaunchTests {

    @Test
    void guardianIsGivenEveryClassThatItNeeds() {
        JavaClasses all = new ClassFileImporter().importPackages("io.e2e.migrations");
        classes().that(given()).should(needNoOther()).check(all);
    }

    private static DescribedPredicate<JavaClass> given() {
        return DescribedPredicate.describe(
                "are given to the guardian", type -> GuardianLaunch.CLASSES.contains(type.getName()));
    }

    private static ArchCondition<JavaClass> needNoOther() {
        return Violations.of("need only the JDK and each other", type -> type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> !target.isPrimitive())
                .map(JavaClass::getName)
                .filter(name -> !name.startsWith("java.")
                        && !name.startsWith("org.jspecify.annotations.")
                        && !GuardianLaunch.CLASSES.contains(name))
                .distinct()
                .map(name -> type.getName() + " needs " + name));
    }
}
