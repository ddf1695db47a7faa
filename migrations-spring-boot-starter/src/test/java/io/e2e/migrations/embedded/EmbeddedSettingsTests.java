package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedSettingsTests {

    @Test
    void defaultsWhenNothingIsSaidAreTheUsersCacheAMinuteAndTemplates() {
        assertThat(EmbeddedSettings.defaults())
                .isEqualTo(new EmbeddedSettings(null, null, Duration.ofSeconds(60), ServerSettings.defaults(), true));
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
                        Path.of("cache"),
                        Path.of("run"),
                        Duration.ofSeconds(5),
                        ServerSettings.defaults().withParameters(Map.of("work_mem", "8MB")),
                        false));
    }

    @Test
    void directoriesWhenEmptyOrInTheHomeDirectoryAreResolved() {
        EmbeddedSettings settings = EmbeddedSettings.defaults()
                .withCacheDirectory(Path.of("~/cache"))
                .withRunDirectory(Path.of(""));

        assertThat(settings.cacheDirectory()).isEqualTo(Path.of(System.getProperty("user.home"), "cache"));
        assertThat(settings.runDirectory()).isNull();
    }

    @Test
    void parametersWhenTheirSourceChangesStayTheSame() {
        Map<String, String> parameters = new HashMap<>(Map.of("work_mem", "8MB"));
        EmbeddedSettings settings = EmbeddedSettings.defaults().withParameters(parameters);
        parameters.clear();

        assertThat(settings.server().parameters()).containsEntry("work_mem", "8MB");
    }

    @Test
    void parametersWhenANameWouldEndItsLineAreRefused() {
        assertThatThrownBy(() -> EmbeddedSettings.defaults().withParameters(Map.of("a = 1\nfsync", "on")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters names no parameter of PostgreSQL: a = 1\nfsync");
    }

    @Test
    void parametersWhenOneSaysWhereTheServerIsNamesTheSettingThatDoes() {
        assertRefused(Map.of("Port", "15433"), "parameters cannot have Port. Set e2e.migrations.embedded.port instead");
        assertRefused(
                Map.of("data_directory", "/x"),
                "parameters cannot have data_directory. The server's files are in e2e.migrations.embedded.run-directory");
        assertRefused(
                Map.of("include", "port.conf"),
                "parameters cannot have include. Write the parameters of that file themselves");
        assertRefused(
                Map.of("listen_addresses", "*"),
                "parameters cannot have listen_addresses. The server listens on 127.0.0.1 only, and there on"
                        + " e2e.migrations.embedded.port");
    }

    @Test
    void initdbOptionsWhenNotAboutContentsAreRefused() {
        ServerSettings server = ServerSettings.defaults();

        assertThat(server.withInitdbOptions(List.of("--locale-provider=icu", "--icu-locale=de", "--no-locale"))
                        .initdbOptions())
                .hasSize(3);
        assertThatThrownBy(() -> server.withInitdbOptions(List.of("--username=me")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "initdbOptions cannot have --username=me. It takes options of initdb about locale, encoding,"
                                + " text search and checksums, such as --locale=de_DE.UTF-8");
    }

    @Test
    void portWhenNotOneIsRefused() {
        assertThatThrownBy(() -> ServerSettings.defaults().withPort(65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port must be from 0 to 65535, not 65536");
    }

    private static void assertRefused(Map<String, String> parameters, String message) {
        assertThatThrownBy(() -> EmbeddedSettings.defaults().withParameters(parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void startTimeoutWhenNotPositiveIsRefused() {
        assertThatThrownBy(() -> EmbeddedSettings.defaults().withStartTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("startTimeout must be positive, not PT0S");
    }
}
