package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a {@link ChildJvm} runs: opens a database, reports it in a file, and ends without closing it when told to. */
final class EmbeddedChild {

    private EmbeddedChild() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        Path report = Path.of(arguments[0]);
        @Nullable String cache = System.getProperty("cache");
        EmbeddedSettings settings =
                EmbeddedSettings.defaults().withCacheDirectory(cache == null ? null : Path.of(cache));
        TargetDatabase database = EmbeddedAccess.with(settings).open(MigrationConfig.defaults());
        String user = EmbeddedAccessTests.query(database, "SELECT current_user").get(0);
        Files.writeString(report.resolveSibling("draft"), user + "\n" + database.description());
        Files.move(report.resolveSibling("draft"), report);
        System.in.read();
        System.exit(0);
    }
}
