package io.e2e.migrations.conventions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule bites: a rule that can no longer fail is found here. */
class ConventionsTests {

    private static final JavaClasses OFFENDERS = new ClassFileImporter()
            .importClasses(
                    Open.class,
                    Sleeps.class,
                    Mutable.class,
                    Statics.class,
                    StringUtils.class,
                    Logs.class,
                    List.class,
                    Set.class,
                    java.util.Map.class,
                    java.util.Deque.class,
                    java.util.Queue.class,
                    java.util.Iterator.class,
                    java.util.Collection.class,
                    java.util.Comparator.class,
                    java.util.UUID.class,
                    java.util.NoSuchElementException.class);

    private static final List<String> VIOLATIONS = Conventions.all().stream()
            .flatMap(rule -> rule.evaluate(OFFENDERS).getFailureReport().getDetails().stream())
            .toList();

    @Test
    void seesASleep() {
        assertThat(VIOLATIONS).anyMatch(text -> text.contains("calls method <java.lang.Thread.sleep(long)>"));
    }

    @Test
    void seesASleepByTimeUnit() {
        assertThat(VIOLATIONS).anyMatch(text -> text.contains("java.util.concurrent.TimeUnit.sleep(long)"));
    }

    @Test
    void seesASetter() {
        assertThat(VIOLATIONS).contains(Mutable.class.getName() + ".setName(java.lang.String) is a setter");
    }

    @Test
    void seesAClassThatCanBeExtended() {
        assertThat(VIOLATIONS).contains(Open.class.getName() + " can be extended");
    }

    @Test
    void seesABooleanParameter() {
        assertThat(VIOLATIONS).contains(Open.class.getName() + ".run(boolean) has a boolean parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"counter", "names", "array", "threadLocal", "kinds"})
    void seesAMutableStatic(String field) {
        assertThat(VIOLATIONS).contains(Statics.class.getName() + "." + field + " is mutable static state");
    }

    @Test
    void acceptsConstantsAndUnmodifiableCollections() {
        assertThat(VIOLATIONS).noneMatch(text -> text.contains(".CONSTANT") || text.contains(".FIXED"));
    }

    @Test
    void seesAVagueName() {
        assertThat(VIOLATIONS).contains(StringUtils.class.getName() + ": 'StringUtils' says nothing");
    }

    @Test
    void seesAnotherLog() {
        assertThat(VIOLATIONS).anyMatch(text -> text.contains("java.util.logging.Logger"));
    }

    @Test
    void seesStandardOutput() {
        assertThat(VIOLATIONS).anyMatch(text -> text.contains("java.lang.System.out"));
    }

    @Test
    void seesAPackageThatIsNotNullMarked() {
        assertThat(VIOLATIONS).contains("java.util has no package-info.java with @NullMarked");
    }

    @Test
    void packageWhenItHasMoreClassesThanTheLimitIsNamedWithAllOfThem() {
        EvaluationResult result = classes()
                .should(new ClassesPerPackage(8, "collections", all -> type -> !type.isAssignableTo(Throwable.class)))
                .evaluate(OFFENDERS);

        assertThat(result.getFailureReport().getDetails())
                .contains("java.util has 9 collections: Collection, Comparator, Deque, Iterator, List, Map, Queue, Set,"
                        + " UUID");
    }

    static final class Sleeps {
        void sleep() throws InterruptedException {
            Thread.sleep(1);
            TimeUnit.SECONDS.sleep(1);
        }
    }

    static final class Mutable {
        private String name = "";

        void setName(String name) {
            this.name = name;
        }

        String name() {
            return this.name;
        }
    }

    static final class Statics {
        static final String CONSTANT = "constant";
        static final List<String> FIXED = List.of("a");
        static final List<String> names = new ArrayList<>();
        static final int[] array = {1};
        static final ThreadLocal<String> threadLocal = new ThreadLocal<>();
        static final Set<TimeUnit> kinds = EnumSet.of(TimeUnit.DAYS);
        static int counter;

        private Statics() {}
    }

    static final class StringUtils {}

    static final class Logs {
        void log() {
            Logger.getGlobal().info("x");
            System.out.println("x");
        }
    }
}
