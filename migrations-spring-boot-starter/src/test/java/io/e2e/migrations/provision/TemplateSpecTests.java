package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.database.DatabaseRequest;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplateSpecTests {

    private static final DatabaseRequest REQUEST = DatabaseRequest.defaults();

    @Test
    void nameWhenContentsRoleOrDatabaseDifferIsAnotherOne() {
        assertThat(Stream.of(
                        name("a", REQUEST),
                        name("b", REQUEST),
                        name("a", REQUEST.withUser("other")),
                        name("a", REQUEST.withDatabase("other"))))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("e2e_template_[0-9a-f]{24}"));
    }

    @Test
    void nameWhenOnlyTheWaitingDiffersIsTheSame() {
        Timeouts patient = Timeouts.defaults().withConnect(Duration.ofMinutes(3));

        assertThat(name("a", REQUEST.withTimeouts(patient))).isEqualTo(name("a", REQUEST));
    }

    @Test
    void specWhenThereAreNoContentsIsNull() {
        assertThat(TemplateSpec.of(null, REQUEST)).isNull();
    }

    private static @Nullable String name(String fingerprint, DatabaseRequest request) {
        TemplateSpec spec = TemplateSpec.of(new Contents(fingerprint, empty -> {}), request);
        return spec == null ? null : spec.name();
    }
}
