package io.e2e.migrations.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.access.AutomaticAccess;
import io.e2e.migrations.database.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTests {

    private static final String CATALOG = "--locations=classpath:db/e2e-migrations";

    @TempDir
    private Path directory;

    @Test
    void statusWhenMigrationsArePendingEndsWithFinding() throws IOException {
        MigrationConfig config = MigrationConfig.defaults().withTables("audit_events");
        try (MigrationService migrations = AutomaticAccess.migrations(config)) {
            migrations.applyMigrations();
            DatabaseAddress address = migrations.database().address().orElseThrow();
            Path password = Files.writeString(
                    this.directory.resolve("password"), address.password().value() + "\n");
            String url = "--url=" + address.jdbcUrl();

            CommandRun applied = CommandRun.of(
                    "status", CATALOG, url, "--tables=audit_events", "--postgres-password-file=" + password);
            CommandRun pending = CommandRun.of("status", CATALOG, url, "--postgres-password-file=" + password);

            assertThat(applied.err()).isEmpty();
            assertThat(applied.code()).isZero();
            assertThat(applied.out())
                    .startsWith("Migrations in the application's database at " + address.plainUrl()
                            + ": 4 applied\n  013 audit_events ");
            assertThat(pending.code()).isOne();
            assertThat(pending.out())
                    .startsWith("Migrations in the application's database at " + address.plainUrl() + ": 4 applied, ");
        }
    }

    @Test
    void statusWhenHostMayBeInUseAsksNobody() {
        assertThat(CommandRun.of("status", CATALOG, "--url=jdbc:postgresql://db.example.com/shop"))
                .isEqualTo(new CommandRun(2, "", """
                The database 'shop' is on host 'db.example.com', which is neither this machine nor a container of this test.
                Action: If it may be asked, name the host: --allowed-hosts=db.example.com on the command line, \
                -De2e.migrations.allowed-hosts=db.example.com with Maven.
                """));
    }

    @Test
    void statusWhenUrlHasPasswordRefusesIt() {
        CommandRun run = CommandRun.of("status", CATALOG, "--url=jdbc:postgresql://localhost/shop?password=hunter2");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("The URL has a password, which every user of this machine can see.\nAction: ")
                .doesNotContain("hunter2");
    }

    @Test
    void statusWhenPasswordIsAnArgumentRefusesItWithoutShowingIt() {
        CommandRun run = CommandRun.of(
                "status", CATALOG, "--url=jdbc:postgresql://localhost/shop", "--postgres-password=hunter2");

        assertThat(run).isEqualTo(new CommandRun(2, "", """
                --postgres-password has no value, which every user of this machine could see.
                Action: e2e-migrations status --help prints what can be said.
                """));
    }
}
