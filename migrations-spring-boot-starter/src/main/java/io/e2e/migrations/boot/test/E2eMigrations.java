package io.e2e.migrations.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What this test class needs, in place of the properties: on a class, on a class it inherits from or is nested in, or on
 * an annotation of your own.
 *
 * <pre>{@code
 * @SpringBootTest
 * @E2eMigrations(tables = "audit_events")
 * class AuditTests { }
 * }</pre>
 *
 * Classes that need the same share one application context, as Spring's context cache sees them as equal.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface E2eMigrations {

    /** Replaces {@code e2e.migrations.tables}; together with {@link #groups()} empty means: leave the property alone. */
    String[] tables() default {};

    /** Groups of migrations, each as {@code group:NAME} would be among the tables. */
    String[] groups() default {};

    /** Replaces {@code e2e.migrations.target}: {@code embedded}, {@code datasource}, {@code kubernetes}; empty leaves it. */
    String target() default "";

    /** Replaces {@code e2e.migrations.apply}: {@code startup} or {@code manual}; empty leaves it. */
    String apply() default "";

    /**
     * Replaces {@code e2e.migrations.verify}: {@code none}, {@code relations}, {@code full} or {@code full-with-seeds};
     * empty leaves it.
     */
    String verify() default "";

    /**
     * Replaces {@code e2e.migrations.isolation}: {@code none}, {@code context}, {@code class} or {@code method}; empty leaves
     * it. With {@code class} or {@code method} each of them has a new database, and the context stays.
     */
    String isolation() default "";
}
