package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedSettings.Reuse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a shared server lives and for whom, whoever is killed meanwhile. */
@Tag("clusters")
class SharedLifetimeTests {

    private static final String[] BUILD = SharedRun.options(Reuse.BUILD).toArray(String[]::new);
    private static final String[] USER = SharedRun.options(Reuse.USER).toArray(String[]::new);

    private SharedRun run;

    @BeforeEach
    void makeARunDirectory() throws IOException {
        this.run = SharedRun.create();
    }

    @AfterEach
    void removeIt() throws IOException {
        this.run.close();
    }

    @Test
    void forksOfOneBuildShareAndThoseOfAnotherDoNot() throws Exception {
        try (FakeBuild one = FakeBuild.start(this.run.directory());
                FakeBuild other = FakeBuild.start(this.run.directory())) {
            ChildReport first = one.fork(BUILD);
            ChildReport second = one.fork(BUILD);
            ChildReport third = other.fork(BUILD);

            assertThat(second.port()).isEqualTo(first.port());
            assertThat(second.database()).isNotEqualTo(first.database());
            assertThat(third.port()).isNotEqualTo(first.port());
            assertThat(this.run.servers()).hasSize(2);
        }
        assertThat(SharedRun.await(() -> this.run.servers().isEmpty())).isTrue();
    }

    @Test
    void twoBuildsOfOneUserShareIfTheUserDoes() throws Exception {
        try (FakeBuild one = FakeBuild.start(this.run.directory());
                FakeBuild other = FakeBuild.start(this.run.directory())) {
            assertThat(other.fork(USER).port()).isEqualTo(one.fork(USER).port());
        }
    }

    @Test
    void jvmOutsideOfABuildHasAServerOfItsOwn() throws Exception {
        ChildJvm alone = ChildJvm.start(this.run.directory(), BUILD);
        alone.read();
        assertThat(this.run.server().getFileName().toString()).doesNotStartWith("shared-");
        alone.exit();

        assertThat(this.run.servers()).isEmpty();
    }

    @Test
    void serverGuardianAndDirectoryAreGoneSomeTimeAfterItsUsers() throws Exception {
        ChildJvm first = this.run.child();
        first.read();
        ProcessHandle postgres = this.run.postgres();
        ProcessHandle guardian = this.run.guardian();
        try (ChildJvm second = this.run.child()) {
            second.read();
            first.exit();
            assertThat(Processes.isAlive(postgres)).isTrue();
        }
        assertThat(SharedRun.await(() -> this.run.servers().isEmpty())).isTrue();
        assertThat(SharedRun.await(() -> !Processes.isAlive(guardian))).isTrue();
        assertThat(Processes.isAlive(postgres)).isFalse();
    }

    @Test
    void jvmsThatAreKilledLeaveNothing() throws Exception {
        ChildJvm first = this.run.child();
        ChildJvm second = this.run.child();
        first.read();
        second.read();
        ProcessHandle postgres = this.run.postgres();
        ProcessHandle guardian = this.run.guardian();
        first.kill();
        second.kill();

        assertThat(SharedRun.await(() -> this.run.servers().isEmpty())).isTrue();
        assertThat(SharedRun.await(() -> !Processes.isAlive(guardian))).isTrue();
        assertThat(Processes.isAlive(postgres)).isFalse();
    }

    @Test
    void serverEndsEvenIfItsProgramsAreGoneWithTheCache() throws Exception {
        ChildJvm child;
        try (TestCache cache = TestCache.create()) {
            child = this.run.child("-Dcache=" + cache.directory());
            child.read();
        }
        ProcessHandle postgres = this.run.postgres();
        child.exit();

        assertThat(SharedRun.await(() -> this.run.servers().isEmpty())).isTrue();
        assertThat(Processes.isAlive(postgres)).isFalse();
    }

    @Test
    void guardianThatIsKilledIsReplacedByTheNextJvm() throws Exception {
        try (ChildJvm first = this.run.child()) {
            ChildReport before = first.read();
            ProcessHandle guardian = this.run.guardian();
            SharedRun.kill(guardian);
            try (ChildJvm second = this.run.child()) {
                assertThat(second.read().port()).isEqualTo(before.port());
                assertThat(this.run.guardian()).isNotEqualTo(guardian);
            }
        }
        assertThat(SharedRun.await(() -> this.run.servers().isEmpty())).isTrue();
    }

    @Test
    void serverThatIsKilledIsReplacedByTheNextOpen() throws Exception {
        EmbeddedAccess access = EmbeddedAccess.with(this.run.settings());
        try (TargetDatabase before = access.open(MigrationConfig.defaults())) {
            Path killed = this.run.server();
            SharedRun.kill(this.run.postgres());
            try (TargetDatabase after = access.open(MigrationConfig.defaults())) {
                assertThat(after.address()).isNotEqualTo(before.address());
                assertThat(EmbeddedAccessTests.query(after, "SELECT 1")).containsExactly("1");
                assertThat(SharedRun.await(() -> !Files.exists(killed))).isTrue();
            }
        }
    }

    @Test
    void nextStartRemovesAServerThatWasKilledWithItsGuardianAndUsers() throws Exception {
        ChildJvm first = this.run.child();
        first.read();
        Path left = this.run.server();
        ProcessHandle postgres = this.run.postgres();
        SharedRun.kill(this.run.guardian());
        first.kill();
        assertThat(Processes.isAlive(postgres)).isTrue();

        try (ChildJvm other = ChildJvm.start(this.run.directory())) {
            other.read();
            assertThat(Processes.isAlive(postgres)).isFalse();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void serverWithoutAGuardianIsLeftToThoseWhoUseIt() throws Exception {
        try (ChildJvm user = this.run.child()) {
            user.read();
            Path used = this.run.server();
            SharedRun.kill(this.run.guardian());
            try (ChildJvm other = ChildJvm.start(this.run.directory())) {
                other.read();
                assertThat(used).isDirectory();
                assertThat(new Door(used).isOpen()).isTrue();
            }
        }
    }

    @Test
    void severalJvmsAtOnceStartOneServerWithOneTemplate() throws Exception {
        try (TestCache cache = TestCache.create()) {
            List<ChildJvm> children = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                children.add(this.run.child("-Dcache=" + cache.directory()));
            }
            List<ChildReport> reports = new ArrayList<>();
            for (ChildJvm child : children) {
                reports.add(child.read());
            }

            assertThat(reports.stream().map(ChildReport::port).distinct()).hasSize(1);
            assertThat(reports.stream().map(ChildReport::database)).doesNotHaveDuplicates();
            assertThat(this.run.servers()).hasSize(1);
            StringBuilder output = new StringBuilder();
            for (ChildJvm child : children) {
                output.append(child.output());
                child.kill();
            }
            assertThat(output.toString()).containsOnlyOnce("Preparing a cluster of PostgreSQL 18.6 once");
        }
    }
}
