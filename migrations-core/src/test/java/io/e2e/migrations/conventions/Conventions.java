package io.e2e.migrations.conventions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of the house that hold for every module, each as an ArchUnit rule to be checked on its main classes. */
public final class Conventions {

    private static final int MOST_FILES = 24;

    private static final int MOST_TYPES_OF_THE_API = 8;

    private static final Pattern VAGUE =
            Pattern.compile(".*(Util|Utils|Utilities|Common|Helper|Helpers|Manager|Impl)", Pattern.CASE_INSENSITIVE);

    private static final Set<String> SLEEPS = Set.of(
            "java.lang.Thread.sleep",
            "java.lang.Thread.onSpinWait",
            "java.lang.Object.wait",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos");

    private Conventions() {}

    /** All of them. */
    public static List<ArchRule> all() {
        return List.of(
                nullMarkedPackages(),
                finalPublicClasses(),
                noSetters(),
                noBooleanParameters(),
                NoMutableStatics.rule(),
                fewFiles(),
                fewTypesOfTheApi(),
                noVagueNames(),
                onlySlf4j(),
                GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS,
                noSleepOutsideTime());
    }

    private static ArchRule nullMarkedPackages() {
        return classes()
                .should(Violations.of(
                        "be in a package whose package-info says @NullMarked",
                        type -> type.getPackage().isAnnotatedWith(NullMarked.class)
                                ? Stream.of()
                                : Stream.of(type.getPackageName() + " has no package-info.java with @NullMarked")));
    }

    private static ArchRule finalPublicClasses() {
        return classes()
                .that(Violations.visible())
                .should(Violations.of(
                        "be final, a record, an enum, an interface or sealed, or an abstract exception",
                        type -> isClosed(type) ? Stream.of() : Stream.of(type.getName() + " can be extended")));
    }

    private static boolean isClosed(JavaClass type) {
        boolean root = type.getModifiers().contains(JavaModifier.ABSTRACT) && type.isAssignableTo(Exception.class);
        return type.isInterface()
                || type.isEnum()
                || type.isSealed()
                || type.getModifiers().contains(JavaModifier.FINAL)
                || root;
    }

    private static ArchRule noSetters() {
        return classes()
                .should(Violations.of(
                        "have no setters",
                        type -> type.getMethods().stream()
                                .filter(method -> method.getName().matches("set[A-Z].*"))
                                .filter(method -> method.getRawParameterTypes().size() == 1)
                                .map(method -> method.getFullName() + " is a setter")));
    }

    private static ArchRule noBooleanParameters() {
        return classes()
                .that(Violations.visible())
                .should(Violations.of(
                        "have no boolean parameters in public methods, record components apart",
                        type -> type.getCodeUnits().stream()
                                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                                .filter(unit -> !(unit.isConstructor() && type.isRecord()))
                                .filter(unit -> unit.getRawParameterTypes().stream()
                                        .anyMatch(parameter -> parameter.isEquivalentTo(boolean.class)))
                                .map(unit -> unit.getFullName() + " has a boolean parameter")));
    }

    private static ArchRule fewFiles() {
        return classes().should(new ClassesPerPackage(MOST_FILES, "files", all -> type -> true));
    }

    private static ArchRule fewTypesOfTheApi() {
        return classes()
                .should(new ClassesPerPackage(MOST_TYPES_OF_THE_API, "types of the API", Conventions::typesOfTheApi))
                .because("who uses a package reads it as a whole; exceptions stand beside the code that throws them and"
                        + " do not count");
    }

    private static Predicate<JavaClass> typesOfTheApi(Collection<JavaClass> all) {
        ApiTypes api = ApiTypes.of(all);
        return type -> api.contains(type) && !type.isAssignableTo(Throwable.class);
    }

    private static ArchRule noVagueNames() {
        return classes()
                .should(Violations.of(
                        "have names that say what they are",
                        type -> Stream.concat(
                                        Stream.of(type.getPackageName().split("\\.")), Stream.of(type.getSimpleName()))
                                .filter(name -> VAGUE.matcher(name).matches())
                                .map(name -> type.getName() + ": '" + name + "' says nothing")));
    }

    private static ArchRule onlySlf4j() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "org.apache.commons.logging..",
                        "org.apache.logging..",
                        "ch.qos.logback..",
                        "org.springframework.boot.logging..")
                .as("only SLF4J logs");
    }

    private static ArchRule noSleepOutsideTime() {
        return classes()
                .that()
                .resideOutsideOfPackage("io.e2e.migrations.time")
                .should(Violations.of(
                        "wait only through io.e2e.migrations.time, so that tests wait in no time",
                        type -> type.getAccessesFromSelf().stream()
                                .filter(access -> SLEEPS.contains(target(access)))
                                .map(JavaAccess::getDescription)));
    }

    private static String target(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }
}
