package io.e2e.migrations.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import io.e2e.migrations.conventions.Violations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a guardian does is seen in {@link SharedLifetimeTests}. */
class GuardianLaunchTests {

    @Test
    void guardianIsGivenEveryClassThatItNeeds() throws ClassNotFoundException {
        List<Class<?>> given = new ArrayList<>();
        for (String name : GuardianLaunch.CLASSES) {
            given.add(Class.forName(name));
        }
        classes().should(needNoOther()).check(new ClassFileImporter().importClasses(given));
    }

    private static ArchCondition<JavaClass> needNoOther() {
        return Violations.of(
                "need only the JDK and each other",
                type -> type.getDirectDependenciesFromSelf().stream()
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
