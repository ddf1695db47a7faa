package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.e2e.migrations.testing.TemporaryFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ServerDirectoriesTests {

    private static final RunAs SELF = new RunAs(RunAs.Tool.NONE, -1, -1, "");
    private static final Platform LINUX = new Platform("linux", "amd64", false);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    Path directory;

    private @Nullable Path memory;
    private boolean roomy = true;

    @BeforeEach
    void listen() {
        this.log.start();
        ((Logger) LoggerFactory.getLogger(ServerDirectories.class)).addAppender(this.log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(ServerDirectories.class)).detachAppender(this.log);
    }

    @Test
    void chooseWhenNothingIsSetTakesTheCacheHomeAndTemporaryFiles() throws IOException {
        ServerDirectories directories = ServerDirectories.choose(null, null, SELF, user(Map.of()));

        assertThat(directories.cache()).isEqualTo(this.directory.resolve("home/.cache/e2e-migrations"));
        assertThat(directories.servers()).isEqualTo(this.directory.resolve("tmp/e2e-migrations-al_ice/servers"));
        assertThat(Files.getPosixFilePermissions(directories.servers())).hasSize(3);
        assertThat(this.log.list).isEmpty();
    }

    @Test
    void chooseWhenCacheDirectoryIsSetTakesIt() {
        Path chosen = this.directory.resolve("mine");

        assertThat(ServerDirectories.choose(chosen, null, SELF, user(Map.of())).cache())
                .isEqualTo(this.directory.resolve("mine"));
    }

    @Test
    void chooseWhenCacheDirectoryThatIsSetCannotBeWrittenFails() throws IOException {
        Path file = Files.writeString(this.directory.resolve("file"), "");
        Path chosen = file.resolve("cache");

        assertThatThrownBy(() -> ServerDirectories.choose(chosen, null, SELF, user(Map.of())))
                .isInstanceOfSatisfying(
                        EmbeddedDirectoryException.class,
                        ex -> assertThat(ex.directory()).isEqualTo(file.resolve("cache")))
                .hasMessage(cannotUse(file.resolve("cache"), "java.nio.file.NotDirectoryException: " + file));
        assertThat(this.log.list).isEmpty();
    }

    @Test
    void chooseWhenOthersMayWriteToTheCacheDirectoryThatIsSetRefusesIt() throws IOException {
        Path chosen = Files.createDirectory(this.directory.resolve("cache"));
        FileTree.permit(chosen, "rwxrwxrwx");

        assertThatThrownBy(() -> ServerDirectories.choose(chosen, null, SELF, user(Map.of())))
                .isInstanceOf(EmbeddedDirectoryException.class)
                .hasMessage("""
                        The embedded PostgreSQL cannot use the directory %1$s: every user may write to %1$s, which has the \
                        mode 0777.
                        Action: Run chmod -R go-w %1$s, or set e2e.migrations.embedded.cache-directory, which is for \
                        programs and prepared clusters, or e2e.migrations.embedded.run-directory, which is for running \
                        servers, to a directory in which only this user and root can write.""".formatted(chosen));
    }

    @Test
    void chooseWhenOthersMayWriteToTheCacheHomeReplacesItWithAWarning() throws IOException {
        Path home = Files.createDirectory(this.directory.resolve("xdg"));
        FileTree.permit(home, "rwxrwxrwx");

        ServerDirectories directories =
                ServerDirectories.choose(null, null, SELF, user(Map.of("XDG_CACHE_HOME", home.toString())));

        assertThat(directories.cache()).isEqualTo(this.directory.resolve("tmp/e2e-migrations-al_ice/cache"));
        assertThat(home).isEmptyDirectory();
        assertThat(this.log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains(" cannot be used (every user may write to " + home
                                + ", which has the mode 0777); this" + " run uses "));
    }

    @Test
    void chooseWhenCacheHomeCannotBeWrittenReplacesItWithAWarning() throws IOException {
        Path file = Files.writeString(this.directory.resolve("file"), "");

        ServerDirectories directories =
                ServerDirectories.choose(null, null, SELF, user(Map.of("XDG_CACHE_HOME", file.toString())));

        assertThat(directories.cache()).isEqualTo(this.directory.resolve("tmp/e2e-migrations-al_ice/cache"));
        assertThat(this.log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .isEqualTo("The cache directory " + file.resolve("e2e-migrations")
                                + " cannot be used (java.nio.file.NotDirectoryException: " + file
                                + "); this run uses "
                                + this.directory.resolve("tmp/e2e-migrations-al_ice/cache")
                                + ". Set e2e.migrations.embedded.cache-directory to a directory that can be written."));
    }

    @Test
    void chooseWhenMemoryHasRoomRunsServersThere() {
        this.memory = this.directory.resolve("shm");

        ServerDirectories directories = ServerDirectories.choose(null, null, SELF, user(Map.of()));

        assertThat(directories.servers()).isEqualTo(this.directory.resolve("shm/e2e-migrations-al_ice/servers"));
    }

    @Test
    void chooseWhenMemoryCannotBeUsedRunsServersAmongTemporaryFiles() throws IOException {
        this.memory = Files.writeString(this.directory.resolve("shm"), "");

        ServerDirectories directories = ServerDirectories.choose(null, null, SELF, user(Map.of()));

        assertThat(directories.servers()).isEqualTo(this.directory.resolve("tmp/e2e-migrations-al_ice/servers"));
        assertThat(this.log.list).isEmpty();
    }

    @Test
    void chooseWhenRunDirectoryIsSetRunsServersThere() {
        Path chosen = this.directory.resolve("ram");

        assertThat(ServerDirectories.choose(null, chosen, SELF, user(Map.of())).servers())
                .isEqualTo(this.directory.resolve("ram/e2e-migrations-al_ice/servers"));
    }

    @Test
    void earlierHasAllDirectoriesInWhichServersMayHaveRun() throws IOException {
        this.memory = this.directory.resolve("shm");
        Path onDisk = Files.createDirectories(this.directory.resolve("tmp/e2e-migrations-al_ice/servers"));
        Path inMemory = Files.createDirectories(this.directory.resolve("shm/e2e-migrations-al_ice/servers"));

        assertThat(ServerDirectories.choose(null, null, SELF, user(Map.of())).earlier())
                .containsExactly(inMemory, onDisk);
    }

    @Test
    void earlierWhenMemoryIsFullHasItToo() throws IOException {
        this.memory = this.directory.resolve("shm");
        this.roomy = false;
        Path inMemory = Files.createDirectories(this.directory.resolve("shm/e2e-migrations-al_ice/servers"));

        ServerDirectories directories = ServerDirectories.choose(null, null, SELF, user(Map.of()));

        assertThat(directories.servers()).isEqualTo(this.directory.resolve("tmp/e2e-migrations-al_ice/servers"));
        assertThat(directories.earlier()).containsExactly(inMemory);
    }

    @Test
    void earlierWhenDirectoryIsAnotherUsersLeavesItOut() throws IOException {
        assumeTrue(RunAsChoice.forThisProcess().isOther(), "only root can make a directory for another user");
        this.memory = this.directory.resolve("shm");
        this.roomy = false;
        Path others = Files.createDirectories(this.directory.resolve("shm/e2e-migrations-al_ice/servers"));
        Files.setAttribute(others.getParent(), "unix:uid", 65534);

        assertThat(ServerDirectories.choose(null, null, SELF, user(Map.of())).earlier())
                .doesNotContain(others);
    }

    @Test
    void chooseWhenNoDirectoryCanBeUsedNamesTheLast() throws IOException {
        Path file = Files.writeString(this.directory.resolve("tmp"), "");

        assertThatThrownBy(() -> ServerDirectories.choose(null, null, SELF, user(Map.of())))
                .isInstanceOfSatisfying(
                        EmbeddedDirectoryException.class,
                        ex -> assertThat(ex.directory()).isEqualTo(file.resolve("e2e-migrations-al_ice")))
                .hasMessage(cannotUse(
                        file.resolve("e2e-migrations-al_ice"), "java.nio.file.NotDirectoryException: " + file));
    }

    @Test
    void chooseWhenServersUserCannotEnterTheDirectoryFails() throws IOException {
        Path closed = Files.createDirectory(this.directory.resolve("closed"));
        FileTree.permit(closed, "rwx------");
        UserDirectories user = new UserDirectories(LINUX, Map.of(), closed, closed, null, false, "alice");

        assertThatThrownBy(() ->
                        ServerDirectories.choose(null, null, new RunAs(RunAs.Tool.SETPRIV, 65533, 65533, "nemo"), user))
                .isInstanceOf(EmbeddedDirectoryException.class)
                .hasMessageContaining("user nemo, which runs the server for root, may not enter ");
    }

    @Test
    void chooseWhenCacheDirectoryThatIsSetIsMountedNoexecSaysSo() throws Exception {
        try (TemporaryFileSystem noexec = TemporaryFileSystem.mount("noexec")) {
            Path chosen = noexec.directory().resolve("cache");

            assertThatThrownBy(() -> ServerDirectories.choose(chosen, null, SELF, user(Map.of())))
                    .isInstanceOf(EmbeddedDirectoryException.class)
                    .hasMessage(noexec(chosen, noexec.directory()));
        }
    }

    @Test
    void chooseWhenHomeIsMountedNoexecReplacesTheCache() throws Exception {
        try (TemporaryFileSystem noexec = TemporaryFileSystem.mount("noexec")) {
            Map<String, String> environment =
                    Map.of("XDG_CACHE_HOME", noexec.directory().toString());

            assertThat(ServerDirectories.choose(null, null, SELF, user(environment))
                            .cache())
                    .isEqualTo(this.directory.resolve("tmp/e2e-migrations-al_ice/cache"));
            assertThat(this.log.list)
                    .singleElement()
                    .satisfies(event -> assertThat(event.getFormattedMessage())
                            .contains("(its file system, " + noexec.directory()
                                    + ", is mounted with noexec, so that no program runs there); this run uses "));
        }
    }

    @Test
    void chooseWhenNoFileSystemRunsProgramsSaysSo() throws Exception {
        try (TemporaryFileSystem noexec = TemporaryFileSystem.mount("noexec")) {
            Path all = noexec.directory();
            UserDirectories user = new UserDirectories(LINUX, Map.of(), all, all, null, false, "alice");

            assertThatThrownBy(() -> ServerDirectories.choose(null, null, SELF, user))
                    .isInstanceOf(EmbeddedDirectoryException.class)
                    .hasMessage(noexec(all.resolve("e2e-migrations-alice/cache"), all));
        }
    }

    @Test
    void chooseWhenUserHasNoHomeKeepsTheCacheAmongTemporaryFiles() {
        Path temporary = this.directory.resolve("tmp");
        UserDirectories user = new UserDirectories(LINUX, Map.of(), Path.of("?"), temporary, null, false, "1000680000");

        assertThat(ServerDirectories.choose(null, null, SELF, user).cache())
                .isEqualTo(temporary.resolve("e2e-migrations-1000680000/cache"));
        assertThat(Path.of("?")).doesNotExist();
        assertThat(this.log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .startsWith("The cache directory ?/.cache/e2e-migrations cannot be used (this user has no home"
                                + " directory); this run uses "));
    }

    private static String noexec(Path directory, Path mountPoint) {
        return """
                The embedded PostgreSQL cannot use the directory %s: its file system, %s, is mounted with noexec, so that \
                no program runs there.
                Action: Set e2e.migrations.embedded.cache-directory, or the environment variable \
                E2E_MIGRATIONS_EMBEDDED_CACHEDIRECTORY, to a directory from which programs may run: PostgreSQL's are \
                unpacked there.""".formatted(directory, mountPoint);
    }

    private static String cannotUse(Path directory, String reason) {
        return """
                The embedded PostgreSQL cannot use the directory %s: %s.
                Action: Make room or give this user the right to write there; \
                e2e.migrations.embedded.cache-directory chooses where binaries and prepared clusters are kept, \
                e2e.migrations.embedded.run-directory where servers run.""".formatted(directory, reason);
    }

    private UserDirectories user(Map<String, String> environment) {
        return new UserDirectories(
                LINUX,
                environment,
                this.directory.resolve("home"),
                this.directory.resolve("tmp"),
                this.memory,
                this.roomy,
                "al/ice");
    }
}
