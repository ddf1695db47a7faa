package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a {@link ChildJvm} runs: opens a database, reports it in a file, and ends without closing it when told to. */
final class EmbeddedChild {

    private EmbeddedChild() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        Path report = Path.of(arguments[0]);
        @Nullable String cache = System.getProperty("cache");
        EmbeddedSettings settings = EmbeddedSettings.defaults()
                .withCacheDirectory(cache == null ? null : Path.of(cache))
                .withRunDirectory(Path.of(System.getProperty("java.io.tmpdir")));
        TargetDatabase database = EmbeddedAccess.with(settings)
                .open(
                        MigrationConfig.defaults().databaseRequest(),
                        new Contents(
                                System.getProperty("template", "child"),
                                empty -> fill(empty, report, Boolean.getBoolean("hang"))));
        String answer = EmbeddedAccessTests.query(database, "SELECT current_user || count(*) FROM filled")
                .get(0);
        write(report, answer + "\n" + database.description());
        System.in.read();
        System.exit(0);
    }

    private static void fill(TargetDatabase database, Path report, boolean hang) {
        try {
            EmbeddedAccessTests.execute(database, "CREATE TABLE filled (id int)");
            if (hang) {
                write(report, "filling");
                System.in.read();
            }
        } catch (IOException | SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void write(Path report, String text) throws IOException {
        Files.writeString(report.resolveSibling("draft"), text);
        Files.move(report.resolveSibling("draft"), report, StandardCopyOption.REPLACE_EXISTING);
    }
}
