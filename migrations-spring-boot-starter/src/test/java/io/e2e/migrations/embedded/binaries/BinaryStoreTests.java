package io.e2e.migrations.embedded.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.Platform;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class BinaryStoreTests {

    private static final RunAs SELF = new RunAs(RunAs.Tool.NONE, -1, -1, "");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    Path cache;

    @BeforeEach
    void listen() {
        this.log.start();
        ((Logger) LoggerFactory.getLogger(BinaryStore.class)).addAppender(this.log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(BinaryStore.class)).detachAppender(this.log);
    }

    @Test
    void provideAsksTheProgramForItsVersion() {
        BinaryArchive real = BinaryArchive.find(Platform.current(), List.of(BinaryStoreTests.class.getClassLoader()));

        assertThat(provide(real).version()).isEqualTo("18.6");
        assertThat(provide(real).major()).isEqualTo(18);
    }

    @Test
    void provideWhenPackagerAddsWordsLeavesThemOutOfTheVersion() throws IOException {
        assertThat(provide(small("postgres (PostgreSQL) 14.23 (Debian 14.23-1)"))
                        .version())
                .isEqualTo("14.23");
    }

    @Test
    void provideWhenProgramsAreThereDoesNotUnpackAgain() throws IOException {
        Path program = provide(small("postgres (PostgreSQL) 18.6")).file("postgres");
        FileTime unpacked = (FileTime) Files.getAttribute(program, "creationTime");

        assertThat(provide(small("postgres (PostgreSQL) 18.6")).file("postgres"))
                .isEqualTo(program)
                .satisfies(found ->
                        assertThat(Files.getAttribute(found, "creationTime")).isEqualTo(unpacked));
    }

    /** A cache that was copied has other times. */
    @Test
    void provideWhenOnlyTheTimeOfAProgramIsAnotherDoesNotUnpackAgain() throws IOException {
        Path program = provide(small("postgres (PostgreSQL) 18.6")).file("postgres");
        Files.setLastModifiedTime(program, FileTime.fromMillis(1000));

        assertThat(provide(small("postgres (PostgreSQL) 18.6")).file("postgres"))
                .satisfies(found ->
                        assertThat(Files.getLastModifiedTime(found).toMillis()).isEqualTo(1000));
    }

    @ParameterizedTest
    @EnumSource
    void provideWhenAProgramIsDamagedUnpacksAgain(Damage damage) throws IOException {
        Programs programs = provide(small("postgres (PostgreSQL) 18.6"));
        damage.doTo(programs.file("initdb"));

        assertThat(provide(small("postgres (PostgreSQL) 18.6")).file("initdb"))
                .isExecutable()
                .content()
                .startsWith("#!/bin/sh\n");
        assertThat(this.log.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .isEqualTo("PostgreSQL's programs in " + programs.home() + " are damaged and unpacked again: "
                                + programs.file("initdb") + " " + damage.reason));
    }

    /** Ways in which a file of the cache can be broken. */
    enum Damage {
        EMPTIED("has 0 instead of 44 bytes") {
            @Override
            void doTo(Path file) throws IOException {
                Files.writeString(file, "");
            }
        },
        BIT_FLIPPED("has other contents") {
            @Override
            void doTo(Path file) throws IOException {
                Files.writeString(file, Files.readString(file).replace('#', '"'));
                Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
            }
        },
        WRITABLE("has the permissions rwxrwxr-x") {
            @Override
            void doTo(Path file) throws IOException {
                FileTree.permit(file, "rwxrwxr-x");
            }
        },
        NOT_EXECUTABLE("has the permissions rw-r--r--") {
            @Override
            void doTo(Path file) throws IOException {
                FileTree.permit(file, "rw-r--r--");
            }
        };

        private final String reason;

        Damage(String reason) {
            this.reason = reason;
        }

        abstract void doTo(Path file) throws IOException;
    }

    @Test
    void provideWhenFinishMarkerIsMissingUnpacksAgain() throws IOException {
        Programs binaries = provide(small("postgres (PostgreSQL) 18.6"));
        Files.delete(binaries.home().resolve("complete"));
        Files.writeString(binaries.file("postgres"), "half of it");

        assertThat(provide(small("postgres (PostgreSQL) 18.6")).file("postgres"))
                .content()
                .startsWith("#!/bin/sh");
    }

    @Test
    void provideWhenAProgramIsMissingUnpacksAgain() throws IOException {
        Files.delete(provide(small("postgres (PostgreSQL) 18.6")).file("pg_ctl"));

        assertThat(provide(small("postgres (PostgreSQL) 18.6")).file("pg_ctl")).isExecutable();
    }

    @Test
    void provideWhenAKilledJvmLeftADraftRemovesIt() throws IOException {
        BinaryArchive archive = small("postgres (PostgreSQL) 18.6");
        Path draft = Files.createDirectories(this.cache
                .resolve("binaries")
                .resolve(archive.key() + ".draft-1")
                .resolve("bin"));
        provide(archive);

        assertThat(draft.getParent()).doesNotExist();
    }

    @Test
    void provideWhenArchiveIsDamagedLeavesNothing() throws IOException {
        Path file = Files.write(this.cache.resolve("broken.txz"), new byte[] {1, 2, 3});
        BinaryArchive broken =
                new BinaryArchive(Platform.current(), file.toUri().toURL());

        assertThatThrownBy(() -> provide(broken))
                .isInstanceOf(EmbeddedBinariesException.class)
                .hasMessageContaining("could not be unpacked")
                .hasMessageContaining("Action: Delete that artifact from the local Maven repository");
        try (Stream<Path> left = Files.list(this.cache.resolve("binaries"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly(broken.key() + ".lock");
        }
    }

    private Programs provide(BinaryArchive archive) {
        return new BinaryStore(this.cache, SELF)
                .provide(archive, Deadline.in(Duration.ofSeconds(60), TimeSource.system()));
    }

    /** As much of an archive as the store looks at; its postgres says this version. */
    private BinaryArchive small(String version) throws IOException {
        String script = "#!/bin/sh\necho '" + version + "'\n";
        byte[] bytes = TestArchive.txz(
                TestArchive.file("bin/initdb", 0755, script),
                TestArchive.file("bin/pg_ctl", 0755, script),
                TestArchive.file("bin/postgres", 0755, script));
        Path file = Files.write(this.cache.resolve("small.txz"), bytes);
        return new BinaryArchive(Platform.current(), file.toUri().toURL());
    }
}
