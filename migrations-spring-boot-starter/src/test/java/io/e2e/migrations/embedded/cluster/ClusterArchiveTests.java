package io.e2e.migrations.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.binaries.TestArchive;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.embedded.host.ServerDirectories;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterArchiveTests {

    /** Becomes no program at all: what a machine without tar, or one that forbids it, comes to. */
    private static final RunAs WITHOUT_PROGRAMS = new RunAs(RunAs.Tool.SU, -1, -1, "nobody-has-this-name");

    private final Deadline deadline = Deadline.in(Duration.ofMinutes(1), TimeSource.system());
    private final RunAs runAs = RunAsChoice.forThisProcess();

    @TempDir
    private Path temporary;

    private ClusterArchive archive;
    private ServerDirectory directory;

    @BeforeEach
    void packACluster() throws IOException {
        Path data = Files.createDirectories(this.temporary.resolve("from/base/1"))
                .getParent()
                .getParent();
        Files.writeString(data.resolve("PG_VERSION"), "18\n");
        Files.write(data.resolve("base/1/1259"), new byte[8192]);
        Files.createFile(data.resolve("base/1/1260"));
        for (String database : List.of("2", "3")) {
            Files.createDirectory(data.resolve("base/" + database));
            Files.writeString(data.resolve("base/" + database + "/1259"), "equal");
        }
        this.archive = new ClusterArchive(this.temporary);
        this.archive.pack(data, Set.of("1", "2"));
        Path servers = ServerDirectories.choose(null, null, this.runAs).servers();
        this.directory = ServerDirectory.create(servers, this.runAs);
    }

    @AfterEach
    void removeIt() {
        this.directory.close();
    }

    @Test
    void unpackWritesFilesThatTheServersUserOwnsAndTheRestLater() throws IOException {
        try (ClusterRest rest =
                this.archive.unpack(this.directory, this.runAs, this.archive.checksum(), this.deadline)) {
            assertThat(this.directory.data().resolve("base")).isDirectoryNotContaining("glob:**/[12]");
            Files.delete(this.temporary.resolve("data.tar"));
            Files.delete(this.temporary.resolve("rest.tar.gz"));

            rest.unpack();
        }

        assertWhole(this.runAs);
    }

    @Test
    void packStoresEqualDatabasesOnce() throws IOException {
        assertThat(TestArchive.names(this.temporary.resolve("data.tar")))
                .contains("PG_VERSION", "base/3/1259")
                .noneMatch(name -> name.startsWith("base/1") || name.startsWith("base/2"));
        assertThat(this.temporary.resolve("rest.tar.gz")).exists();
        assertThat(Files.size(this.temporary.resolve("rest.tar.gz"))).isLessThan(1000);
    }

    @Test
    void unpackWhenThereIsNoTarWritesTheSame() throws IOException {
        assertThat(this.archive.unpack(this.directory, WITHOUT_PROGRAMS, this.archive.checksum(), this.deadline))
                .isNull();
        assertWhole(WITHOUT_PROGRAMS);
    }

    private void assertWhole(RunAs owner) throws IOException {
        Path data = this.directory.data();
        assertThat(data.resolve("PG_VERSION")).hasContent("18\n");
        assertThat(data.resolve("base/1/1259")).hasBinaryContent(new byte[8192]);
        assertThat(data.resolve("base/1/1260")).isEmptyFile();
        assertThat(data.resolve("base/2/1259")).hasContent("equal");
        assertThat(data.resolve("base/3/1259")).hasContent("equal");
        if (owner.isOther()) {
            for (String name : List.of("PG_VERSION", "base", "base/1", "base/1/1259", "base/2/1259")) {
                assertThat(FileTree.owner(data.resolve(name))).isEqualTo(owner.uid());
            }
        }
    }
}
