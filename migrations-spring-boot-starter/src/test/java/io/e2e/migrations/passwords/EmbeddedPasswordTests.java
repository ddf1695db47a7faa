package io.e2e.migrations.passwords;

import static io.e2e.migrations.passwords.PasswordTrace.MARKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.TestCache;
import io.e2e.migrations.testing.CatalogDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The server logs as much as it can, and the server's files are searched too. */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedPasswordTests {

    private static TestCache cache;
    private static Path servers;

    @TempDir
    private Path directory;

    @BeforeAll
    static void create() throws IOException {
        cache = TestCache.create();
        servers = Files.createDirectories(cache.directory().resolve("run"));
    }

    @AfterAll
    static void delete() throws IOException {
        cache.close();
    }

    private static Map<String, String> properties(String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "e2e.migrations.postgres-password",
                MARKER,
                "e2e.migrations.embedded.cache-directory",
                cache.directory().toString(),
                "e2e.migrations.embedded.run-directory",
                servers.toString(),
                "e2e.migrations.embedded.parameters.log_statement",
                "all",
                "e2e.migrations.embedded.parameters.log_min_duration_statement",
                "0",
                "e2e.migrations.embedded.parameters.shared_preload_libraries",
                "pg_stat_statements,auto_explain"));
        properties.putAll(Map.of(
                "e2e.migrations.embedded.parameters.log_min_messages",
                "debug1",
                "e2e.migrations.embedded.parameters.log_min_error_statement",
                "debug1",
                "e2e.migrations.embedded.parameters.log_duration",
                "on",
                "e2e.migrations.embedded.parameters.auto_explain.log_min_duration",
                "0"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    @Test
    void keptDatabaseWhenPasswordIsConfiguredIsShownWithoutIt(CapturedOutput output) throws Exception {
        PasswordTrace trace = SpringRun.failTest(Kept.class, (context, found) -> {
            found.withFiles(cache.directory());
            for (String text : new String[] {"datname", "shobj_description(oid, 'pg_database')"}) {
                found.with(
                        text,
                        context.getBean(JdbcClient.class)
                                .sql("SELECT " + text + " FROM pg_database")
                                .query()
                                .singleColumn());
            }
            assertThat(PasswordTrace.openToOthers(servers)).isEmpty();
            assertThat(PasswordTrace.openToOthers(cache.directory().resolve("clusters")))
                    .isEmpty();
        });

        trace.withFiles(cache.directory())
                .with("output", output)
                .contains("Kept the database of Kept.")
                .contains(" as slm_user with its configured password, until the embedded server ends")
                .contains("failed on embedded PostgreSQL")
                .contains("STATEMENT:  SELECT * FROM notification_audit")
                .assertThatMarkerIsNowhere();
    }

    @Test
    void refusedRoleWhenPasswordIsConfiguredIsReportedWithoutIt(CapturedOutput output) throws IOException {
        SpringRun.fail(properties("e2e.migrations.postgres-user", "pg_reserved"))
                .with("output", output)
                .withFiles(cache.directory())
                .contains("role name \"pg_reserved\" is reserved")
                .assertThatMarkerIsNowhere();
    }

    @Test
    void failedMigrationWhenPasswordIsConfiguredIsReportedWithoutIt(CapturedOutput output) throws IOException {
        new CatalogDirectory(this.directory)
                .write(
                        "001_audit_retention_policies.sql",
                        "-- creates: table audit_retention_policies",
                        "CREATE TABEL x ();");

        SpringRun.fail(properties("e2e.migrations.locations", "file:" + this.directory))
                .with("output", output)
                .withFiles(cache.directory())
                .contains("syntax error at or near \"TABEL\"")
                .assertThatMarkerIsNowhere();
    }

    @Test
    void failedStartWhenPasswordIsConfiguredIsReportedWithoutIt(CapturedOutput output) throws IOException {
        SpringRun.fail(properties("e2e.migrations.embedded.parameters.max_connections", "none"))
                .with("output", output)
                .withFiles(cache.directory())
                .contains("did not start")
                .assertThatMarkerIsNowhere();
    }

    @SpringBootTest(classes = SpringRun.Application.class)
    static class Kept {

        @DynamicPropertySource
        static void add(DynamicPropertyRegistry registry) {
            SpringRun.keep(registry, properties());
        }
    }
}
