package io.e2e.migrations.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.embedded.TestCache;
import io.e2e.migrations.embedded.binaries.BinaryArchive;
import io.e2e.migrations.embedded.binaries.BinaryStore;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.binaries.TestArchive;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.embedded.host.ServerDirectories;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prepared clusters in a cache of each test's own, with the binaries of the usual one. */
@Tag("clusters")
class ClusterProvisionerTests {

    private final RunAs runAs = RunAsChoice.forThisProcess();
    private final ServerDirectories usual = ServerDirectories.choose(null, null, this.runAs);
    private final LeapingTime time = new LeapingTime();
    private final Deadline deadline = Deadline.in(Duration.ofMinutes(2), this.time);
    private final Programs programs =
            new BinaryStore(this.usual.cache(), this.runAs).provide(BinaryArchive.find(), this.deadline);

    private TestCache testCache;
    private Path cache;
    private int made;

    @BeforeEach
    void makeACache() throws IOException {
        this.testCache = TestCache.create();
        this.cache = this.testCache.directory();
    }

    @AfterEach
    void removeIt() throws IOException {
        this.testCache.close();
    }

    @Test
    void provideWhenClusterWasPreparedCopiesIt() throws Exception {
        start("a").close();
        try (PostgresServer copy = start("a")) {
            assertThat(this.made).isEqualTo(1);
            assertThat(Sql.value(copy.session(), "SELECT count(*) FROM pg_roles WHERE rolname = 'contents'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void provideWhenFillingTakesLongDoesNotCountIt() throws IOException {
        start("a", server -> this.time.leap(Duration.ofHours(1))).close();

        assertThat(this.deadline.isOver()).isTrue();
        assertThat(entry()).isDirectory();
    }

    @Test
    void provideStoresASmallCluster() throws IOException {
        start("a").close();

        assertThat(Files.size(archive(entry()))).isLessThan(12 << 20);
        List<String> names = TestArchive.names(archive(entry()));
        assertThat(names).hasSizeLessThan(350);
        assertThat(names.stream().filter(name -> name.matches("pg_wal/[0-9A-F]{24}")))
                .hasSize(1);
    }

    @Test
    void provideStoresAClusterThatOtherUsersCannotRead() throws IOException {
        start("a").close();

        assertThat(Files.getPosixFilePermissions(entry())).hasSize(3);
        assertThat(Files.getPosixFilePermissions(entry().resolve("superuser"))).hasSize(2);
        assertThat(Files.getPosixFilePermissions(archive(entry()))).hasSize(2);
    }

    @Test
    void provideWhenClusterIsDamagedMakesItAgain() throws IOException {
        start("a").close();
        for (Damage damage : Damage.values()) {
            this.made = 0;
            damage.doTo(entry());
            start("a").close();
            assertThat(this.made).as("after %s", damage).isEqualTo(1);

            start("a").close();
            assertThat(this.made).as("again after %s", damage).isEqualTo(1);
        }
    }

    @Test
    void provideWhenCacheCannotBeWrittenMakesTheClusterForThisRun() throws IOException {
        Path file = Files.writeString(this.cache.resolve("clusters"), "in the way");

        start("a").close();
        start("a").close();

        assertThat(this.made).isEqualTo(2);
        assertThat(file).hasContent("in the way");
    }

    @Test
    void provideWhenFillingFailsLeavesNothing() throws IOException {
        IllegalStateException failure = new IllegalStateException("no such table");

        assertThatThrownBy(() -> start("a", server -> {
                    throw failure;
                }))
                .isSameAs(failure);
        try (Stream<Path> left = Files.list(this.cache.resolve("clusters"))) {
            assertThat(left.map(path -> path.getFileName().toString())).allMatch(name -> name.endsWith(".lock"));
        }
    }

    /** The machine's clock, but for leaps. */
    private static final class LeapingTime implements TimeSource {

        private Duration ahead = Duration.ZERO;

        void leap(Duration duration) {
            this.ahead = this.ahead.plus(duration);
        }

        @Override
        public Instant now() {
            return TimeSource.system().now().plus(this.ahead);
        }

        @Override
        public Duration elapsed() {
            return TimeSource.system().elapsed().plus(this.ahead);
        }

        @Override
        public void sleep(Duration duration) {
            TimeSource.system().sleep(duration);
        }
    }

    /** Ways in which an entry can be broken. */
    enum Damage {
        ARCHIVE_MISSING {
            @Override
            void doTo(Path entry) throws IOException {
                Files.delete(archive(entry));
            }
        },
        ARCHIVE_CUT_SHORT {
            @Override
            void doTo(Path entry) throws IOException {
                Files.write(archive(entry), Arrays.copyOf(Files.readAllBytes(archive(entry)), 1 << 20));
            }
        },
        ARCHIVE_NO_LONGER_ONE {
            @Override
            void doTo(Path entry) throws IOException {
                byte[] noise = new byte[(int) Files.size(archive(entry))];
                Arrays.fill(noise, (byte) 'x');
                Files.write(archive(entry), noise);
            }
        },
        FILE_OVERWRITTEN {
            @Override
            void doTo(Path entry) throws IOException {
                overwrite(entry, "global/pg_control", new byte[512]);
            }
        },
        OTHER_VERSION {
            @Override
            void doTo(Path entry) throws IOException {
                overwrite(entry, "PG_VERSION", new byte[] {'1', '7'});
            }
        },
        MARKER_MISSING {
            @Override
            void doTo(Path entry) throws IOException {
                Files.delete(entry.resolve("complete"));
            }
        },
        MARKER_OVERWRITTEN {
            @Override
            void doTo(Path entry) throws IOException {
                Files.writeString(entry.resolve("complete"), "?");
            }
        },
        PASSWORD_EMPTY {
            @Override
            void doTo(Path entry) throws IOException {
                Files.writeString(entry.resolve("superuser"), "");
            }
        },
        PASSWORD_A_DIRECTORY {
            @Override
            void doTo(Path entry) throws IOException {
                Files.delete(entry.resolve("superuser"));
                Files.createDirectory(entry.resolve("superuser"));
            }
        },
        BIT_FLIPPED {
            @Override
            void doTo(Path entry) throws IOException {
                byte[] tar = Files.readAllBytes(archive(entry));
                tar[tar.length / 2] ^= 1;
                Files.write(archive(entry), tar);
            }
        },
        OTHER_USERS_MAY_WRITE {
            @Override
            void doTo(Path entry) throws IOException {
                FileTree.permit(entry, "rwxrwx---");
            }
        },
        PASSWORD_LOST {
            @Override
            void doTo(Path entry) throws IOException {
                Files.writeString(entry.resolve("superuser"), "?");
            }
        };

        abstract void doTo(Path entry) throws IOException;

        /** In a tar, a file's bytes are 512 after the block that begins with its name. */
        private static void overwrite(Path entry, String name, byte[] bytes) throws IOException {
            byte[] tar = Files.readAllBytes(archive(entry));
            int header = new String(tar, StandardCharsets.ISO_8859_1).indexOf(name + "\0");
            System.arraycopy(bytes, 0, tar, header + 512, bytes.length);
            Files.write(archive(entry), tar);
        }
    }

    private PostgresServer start(String fingerprint) throws IOException {
        return start(fingerprint, this::makeContents);
    }

    private PostgresServer start(String fingerprint, Consumer<PostgresServer> contents) throws IOException {
        ServerDirectory directory = ServerDirectory.create(this.usual.servers(), this.runAs);
        PostgresServer server = null;
        try {
            server = new ClusterProvisioner(this.cache, new ServerLaunch(this.programs, directory, 0))
                    .provide(ClusterSpec.of(this.programs, Map.of(), fingerprint, contents), this.deadline)
                    .server();
            return server;
        } finally {
            if (server == null) {
                directory.close();
            }
        }
    }

    private void makeContents(PostgresServer server) {
        this.made++;
        try (Statement statement = server.session().createStatement()) {
            statement.execute("CREATE ROLE contents");
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static Path archive(Path entry) {
        return entry.resolve("data.tar");
    }

    private Path entry() {
        return this.cache
                .resolve("clusters")
                .resolve(ClusterSpec.of(this.programs, Map.of(), "a", server -> {})
                        .key());
    }
}
