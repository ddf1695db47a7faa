package io.e2e.migrations.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fresh data for tests: the data of every table that migrations made goes back to what the migrations left, seed rows and
 * sequences included, before or after each method or class. On a class, on a class it inherits from or is nested in, on a
 * method, or on an annotation of your own.
 *
 * <pre>{@code
 * @SpringBootTest
 * @ResetData
 * class AuditTests {
 *
 *     @Test
 *     void theFirstEventIsTheOnlyOne() { }
 *
 *     @Test
 *     void soItIsHere() { }
 * }
 * }</pre>
 *
 * A reset sees what was committed: by the test, the service under test, a thread of its own. It works on a
 * connection of its own, before a transaction that Spring opens for the test method and before the scripts of
 * {@code @Sql}; afterwards, once that transaction is rolled back.
 * Do not run such tests in parallel on one database: each would take the data of the others.
 *
 * <p>It stands for {@link io.e2e.migrations.MigrationService#reset(io.e2e.migrations.MigrationConfig)} with each
 * {@code MigrationConfig} of the context. A context without a {@code MigrationService} has nothing to reset, and says so
 * in the log; where {@code e2e.migrations.enabled} is {@code false} it is an error.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface ResetData {

    /** When. On a method, only the phases of methods make sense; they add to what its class says. */
    Phase phase() default Phase.BEFORE_METHOD;

    /** The moments at which data can be reset. */
    enum Phase {
        /** Before each test method, and before its {@code @BeforeEach}. The default: each test finds its data fresh. */
        BEFORE_METHOD,
        /** After each test method and its {@code @AfterEach}: for a database that is to be left clean. */
        AFTER_METHOD,
        /** Before the first test of the class and its {@code @BeforeAll}; nested classes belong to it. */
        BEFORE_CLASS,
        /** After the last test of the class and its {@code @AfterAll}; nested classes belong to it. */
        AFTER_CLASS
    }
}
