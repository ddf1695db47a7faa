package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedSettingsTests {

    @Test
    void defaultsWhenNothingIsSaidAreTheUsersCacheAMinuteAndTemplates() {
        assertThat(EmbeddedSettings.defaults())
                .isEqualTo(new EmbeddedSettings(null, null, Duration.ofSeconds(60), Map.of(), true));
    }

    @Test
    void copyWhenOnePartIsSetKeepsTheOthers() {
        EmbeddedSettings settings = EmbeddedSettings.defaults()
                .withCacheDirectory(Path.of("cache"))
                .withRunDirectory(Path.of("run"))
                .withStartTimeout(Duration.ofSeconds(5))
                .withParameters(Map.of("work_mem", "8MB"))
                .withoutTemplate();

        assertThat(settings)
                .isEqualTo(new EmbeddedSettings(
                        Path.of("cache"), Path.of("run"), Duration.ofSeconds(5), Map.of("work_mem", "8MB"), false));
    }

    @Test
    void parametersWhenTheirSourceChangesStayTheSame() {
        Map<String, String> parameters = new HashMap<>(Map.of("work_mem", "8MB"));
        EmbeddedSettings settings = EmbeddedSettings.defaults().withParameters(parameters);
        parameters.clear();

        assertThat(settings.parameters()).containsEntry("work_mem", "8MB");
    }

    @Test
    void parametersWhenANameWouldEndItsLineAreRefused() {
        assertThatThrownBy(() -> EmbeddedSettings.defaults().withParameters(Map.of("a = 1\nfsync", "on")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters names no parameter of PostgreSQL: a = 1\nfsync");
    }

    @Test
    void startTimeoutWhenNotPositiveIsRefused() {
        assertThatThrownBy(() -> EmbeddedSettings.defaults().withStartTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("startTimeout must be positive, not PT0S");
    }
}
