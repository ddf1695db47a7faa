package io.e2e.migrations.junit;

import io.e2e.migrations.isolation.Isolation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a PostgreSQL database with the tables that it names, without Spring. Test methods, lifecycle methods and
 * constructors get it as a parameter: a {@link javax.sql.DataSource}, a {@link io.e2e.migrations.MigrationService}, or
 * a {@link io.e2e.migrations.database.DatabaseAddress}. Nested classes use the database of the class around them, unless
 * they have an annotation of their own.
 *
 * <pre>{@code
 * @MigratedDatabase(tables = "audit_events", reset = true)
 * class AuditStoreTests {
 *
 *     @Test
 *     void storesAnEvent(DataSource dataSource) { … }
 * }
 * }</pre>
 *
 * For settings beyond these, register a {@link MigrationExtension} in a field.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(MigrationExtension.class)
public @interface MigratedDatabase {

    /**
     * What the tests need: tables, views, migrations, groups ({@code group:audit}) or patterns, as in
     * {@code e2e.migrations.tables}. Empty, the default, means everything.
     */
    String[] tables() default {};

    /** When the database changes, as in {@link MigrationExtension#withIsolation}; {@link Isolation#CLASS} by default. */
    Isolation isolation() default Isolation.CLASS;

    /** Whether the seed data is restored before each test method; {@code false} by default. */
    boolean reset() default false;
}
