package io.e2e.migrations.boot.test;

import static io.e2e.migrations.boot.test.InnerSuite.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.test.InnerSuite.Application;
import io.e2e.migrations.boot.test.InnerSuite.Base;
import io.e2e.migrations.boot.test.InnerSuite.OnlyInside;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Where {@link E2eMigrations} may stand, on test classes as others write them. */
class AnnotationPlacesTests {

    @Test
    void theAnnotationMayStandInAllPlacesWhereSpringLooksForOne() {
        run(false, Examples.Inheriting.class, Examples.Replacing.class, Examples.ByItsOwnAnnotation.class)
                .assertStatistics(statistics -> statistics.succeeded(5));
    }

    static class Examples {

        @Retention(RetentionPolicy.RUNTIME)
        @SpringBootTest(classes = Application.class)
        @E2eMigrations(tables = "notification_audit")
        @interface NotificationTest {}

        @E2eMigrations(tables = "notification_audit")
        abstract static class Selecting extends Base {}

        static class Inheriting extends Selecting {

            @Test
            void hasItsSelection() {
                assertThat(planned()).containsExactly(21);
            }
        }

        @E2eMigrations(tables = "audit_retention_policies")
        static class Replacing extends Selecting {

            @Test
            void hasItsOwnSelectionOnly() {
                assertThat(planned()).contains(24).doesNotContain(21);
            }

            @Nested
            class InItself {

                @Test
                void hasThatOfTheClassAround() {
                    assertThat(planned()).contains(24).doesNotContain(21);
                }
            }

            @Nested
            @E2eMigrations(tables = "notification_audit")
            class WithItsOwn {

                @Autowired
                private MigrationService own;

                @Test
                void hasThat() {
                    assertThat(this.own.plan().migrations())
                            .extracting(migration -> migration.version().text())
                            .containsExactly("21");
                }
            }
        }

        @ExtendWith(OnlyInside.class)
        @NotificationTest
        static class ByItsOwnAnnotation {

            @Autowired
            private MigrationService migrations;

            @Test
            void hasTheSelectionOfThat() {
                assertThat(this.migrations.plan().migrations())
                        .extracting(migration -> migration.version().text())
                        .containsExactly("21");
            }
        }
    }
}
