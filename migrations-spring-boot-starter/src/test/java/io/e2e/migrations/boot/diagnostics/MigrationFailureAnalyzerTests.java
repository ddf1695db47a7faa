package io.e2e.migrations.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class MigrationFailureAnalyzerTests {

    @Test
    void aMisspelledTableIsExplainedWithoutAStackTrace(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--e2e.migrations.tables=audit_evnets,notification_audit"))
                .isNotNull();

        assertThat(output).contains("APPLICATION FAILED TO START").contains("""
                        Description:

                        'audit_evnets' in the selected tables is not a table, view, sequence, type, migration, group \
                        or pattern of the catalog.
                        Did you mean audit_events?
                        Defined at "e2e.migrations.tables" from property source "commandLineArgs"

                        Action:

                        Correct the entry in e2e.migrations.tables""").doesNotContain("\tat ");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
