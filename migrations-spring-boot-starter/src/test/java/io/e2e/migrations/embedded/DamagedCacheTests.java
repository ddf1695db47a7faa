package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.binaries.BinaryArchive;
import io.e2e.migrations.embedded.binaries.BinaryStore;
import io.e2e.migrations.embedded.host.EmbeddedDirectoryException;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.embedded.host.ServerDirectories;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A whole start with a cache whose programs do not work. */
class DamagedCacheTests {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private Path cache;

    @BeforeEach
    void makeACache() throws IOException {
        this.cache = Files.createTempDirectory("e2e-migrations-cache-");
        FileTree.permit(this.cache, "rwxr-xr-x");
        this.log.start();
        ((Logger) LoggerFactory.getLogger("io.e2e.migrations")).addAppender(this.log);
    }

    private void copyTheUsualPrograms() throws Exception {
        ServerDirectories usual = ServerDirectories.choose(null, null, RunAsChoice.forThisProcess());
        new BinaryStore(usual.cache(), RunAsChoice.forThisProcess())
                .provide(BinaryArchive.find(), Deadline.in(Duration.ofMinutes(1), TimeSource.system()));
        Path binaries = usual.cache().resolve("binaries");
        assertThat(new ProcessBuilder("cp", "-a", binaries.toString(), this.cache.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @AfterEach
    void removeThem() throws IOException {
        ((Logger) LoggerFactory.getLogger("io.e2e.migrations")).detachAppender(this.log);
        FileTree.delete(this.cache);
    }

    @Test
    void openWhenWhatInitdbReadsIsEmptiedUnpacksTheProgramsAgain() throws Exception {
        copyTheUsualPrograms();
        this.log.list.clear();
        for (Path file : files("share/postgresql/postgres.bki")) {
            Files.writeString(file, "");
        }

        try (TargetDatabase database = EmbeddedAccess.with(
                        EmbeddedSettings.defaults().withCacheDirectory(this.cache))
                .open(MigrationConfig.defaults().databaseRequest())) {
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
        }

        assertThat(this.log.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .matches(
                                "PostgreSQL's programs in \\S+ are damaged and unpacked again: \\S+/postgres\\.bki has 0"
                                        + " instead of \\d+ bytes"));
    }

    @Test
    void damagedAgainNamesTheDirectoryToDelete() {
        MigrationException failure = new MigrationException("initdb ended with exit code 1.", "Fix it.", null) {};

        assertThat(EmbeddedDirectoryException.damagedAgain(this.cache, failure)).hasMessage("""
                        The embedded PostgreSQL does not start with the programs in %1$s, which were damaged and have been \
                        unpacked again: initdb ended with exit code 1.
                        Action: Delete %1$s, and see that its disk is sound and no other program changes what is there; \
                        e2e.migrations.embedded.cache-directory chooses another place.""".formatted(this.cache));
    }

    private Iterable<Path> files(String name) throws IOException {
        try (Stream<Path> entries = Files.list(this.cache.resolve("binaries"))) {
            return entries.map(entry -> entry.resolve(name))
                    .filter(Files::exists)
                    .toList();
        }
    }
}
