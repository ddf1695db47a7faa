package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.Processes;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.testing.ChildJvm;
import io.e2e.migrations.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a server lives, seen from outside: each JVM here is a real one. */
@Tag("clusters")
class EmbeddedLifetimeTests {

    private static final String ANSWER = "slm_user0 embedded PostgreSQL 18.6 at 127.0.0.1:";

    private RunDirectory run;

    @BeforeEach
    void makeADirectoryThatEveryUserMayEnter() throws IOException {
        this.run = RunDirectory.create();
    }

    @AfterEach
    void removeIt() throws IOException {
        this.run.close();
    }

    @Test
    void serverWhenJvmEndsWithoutClosingEnds() throws IOException {
        ChildJvm child = this.run.child();
        assertThat(child.report()).startsWith(ANSWER);
        ProcessHandle server = onlyServer();
        child.exit();

        assertThat(Processes.isAlive(server)).isFalse();
        assertThat(this.run.servers()).isEmpty();
    }

    @Test
    void openWhenAJvmWasKilledRemovesItsServer() throws IOException {
        ChildJvm child = this.run.child();
        assertThat(child.report()).startsWith(ANSWER);
        ProcessHandle server = onlyServer();
        Path left = this.run.servers().get(0);
        child.kill();
        assertThat(Processes.isAlive(server)).isTrue();

        try (ChildJvm next = this.run.child()) {
            assertThat(next.report()).startsWith(ANSWER);
            assertThat(Processes.isAlive(server)).isFalse();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void openWhenAnotherJvmLivesKeepsItsServer() throws IOException {
        try (ChildJvm first = this.run.child()) {
            assertThat(first.report()).startsWith(ANSWER);
            ProcessHandle server = onlyServer();
            try (ChildJvm second = this.run.child()) {
                assertThat(second.report()).startsWith(ANSWER);
                assertThat(this.run.servers()).hasSize(2);
            }
            assertThat(Processes.isAlive(server)).isTrue();
        }
    }

    /** Neither commons-io, commons-compress nor Jackson, which applications have in many versions. */
    @Test
    void serversWhenJvmsWithNothingButTheDriverAndXzStartAtOnceOutliveTheCache() throws IOException {
        Path cache = this.run.path().resolve("cache");
        List<ChildJvm> children = startAtOnce(4, cache);
        List<String> reports = new ArrayList<>();
        for (ChildJvm child : children) {
            reports.add(child.report());
        }
        List<ProcessHandle> servers = this.run.processes();
        List<String> clusters = namesIn(cache.resolve("clusters"));
        FileTree.delete(cache);
        try (ChildJvm next = this.run.child("-Dcache=" + cache)) {
            assertThat(next.report()).startsWith(ANSWER);
        }
        StringBuilder output = new StringBuilder();
        for (ChildJvm child : children) {
            child.exit();
            output.append(child.output());
        }

        assertThat(reports).allSatisfy(report -> assertThat(report).startsWith(ANSWER));
        assertThat(reports).doesNotHaveDuplicates();
        assertThat(output.toString())
                .containsOnlyOnce("Unpacking PostgreSQL")
                .containsOnlyOnce("Preparing a cluster of PostgreSQL 18.6 once");
        assertThat(clusters)
                .hasSize(2)
                .anyMatch(name -> name.endsWith(".lock"))
                .anyMatch(name -> name.matches("pg18\\.6-[0-9a-f]{16}"));
        assertThat(servers).hasSize(4).noneMatch(Processes::isAlive);
        assertThat(this.run.servers()).isEmpty();
    }

    private List<ChildJvm> startAtOnce(int number, Path cache) throws IOException {
        String classPath = EmbeddedChild.smallClassPath();
        assertThat(classPath).doesNotContain("commons-io", "commons-compress", "jackson");
        List<ChildJvm> children = new ArrayList<>();
        while (children.size() < number) {
            children.add(EmbeddedChild.in(this.run.path())
                    .withClassPath(classPath)
                    .withOptions("-Xmx128m", "-Dcache=" + cache)
                    .start());
        }
        return children;
    }

    @Test
    void openWhenAJvmWasKilledWhileItFilledTheCacheFillsItAgain() throws IOException {
        try (TestCache empty = TestCache.create()) {
            String cache = "-Dcache=" + empty.directory();
            ChildJvm killed = this.run.child(cache, "-Dhang=true");
            assertThat(killed.report()).isEqualTo("filling");
            Path left = this.run.servers().get(0);
            killed.kill();

            try (ChildJvm next = this.run.child(cache)) {
                assertThat(next.report()).startsWith(ANSWER);
                assertThat(next.output()).contains("Preparing a cluster of PostgreSQL 18.6 once");
                assertThat(left).doesNotExist();
                assertThat(this.run.servers()).hasSize(1);
            }
        }
    }

    @Test
    void openWhenCacheIsDeletedWhileItIsFilledSucceeds() throws IOException {
        ChildJvm child;
        try (TestCache cache = TestCache.create()) {
            child = this.run.child("-Dcache=" + cache.directory(), "-Dhang=true");
            assertThat(child.report()).isEqualTo("filling");
            FileTree.delete(cache.directory().resolve("clusters"));
            // Its input's end lets it go on.
            child.exit();
        }
        assertThat(child.report()).startsWith(ANSWER);
        assertThat(this.run.servers()).isEmpty();
    }

    @Test
    void serverWhenUserIsRootRunsAsAnUnprivilegedUser() throws IOException {
        assumeTrue(RunAsChoice.forThisProcess().isOther(), "only root hands the server to another user");
        try (ChildJvm child = this.run.child()) {
            assertThat(child.report()).startsWith(ANSWER);

            assertThat(onlyServer().info().user()).contains("nobody");
            assertThat(FileTree.owner(this.run.servers().get(0))).isZero();
        }
    }

    /** Of a night: the build has a user whose home cannot be written, and who has no name either. */
    @Tag("night")
    @Test
    void serverWhenHomeCannotBeWrittenRunsAndWarnsOnce() throws IOException {
        RunAs nobody = RunAsChoice.forThisProcess();
        assumeTrue(nobody.isOther(), "only root can become an ordinary user");
        Path home = Files.createDirectory(this.run.path().resolve("home"));
        FileTree.permit(home, "r-xr-xr-x");
        String classPath = TestClassPath.readableCopy(EmbeddedChild.smallClassPath(), this.run.path());
        try (ChildJvm child = EmbeddedChild.in(this.run.path())
                .withClassPath(classPath)
                .withPrefix(nobody.wrap(List.of()))
                .withOptions("-Duser.home=" + home)
                .start()) {
            assertThat(child.report()).startsWith(ANSWER);

            assertThat(onlyServer().info().user()).contains("nobody");
            assertThat(FileTree.owner(this.run.servers().get(0))).isEqualTo(nobody.uid());
            Path instead = this.run.path().resolve("e2e-migrations-nobody/cache");
            assertThat(child.output().lines().filter(line -> line.contains("WARN")))
                    .singleElement(STRING)
                    .endsWith("The cache directory " + home.resolve(".cache/e2e-migrations")
                            + " cannot be used (java.nio.file.AccessDeniedException: " + home.resolve(".cache")
                            + "); this run uses " + instead
                            + ". Set e2e.migrations.embedded.cache-directory to a directory that can be written.");
            assertThat(namesIn(instead)).contains("binaries", "clusters");
        }
    }

    /** As in a container on OpenShift: a number that is in no file, in root's group, and no home. */
    @Test
    void serverWhenUserHasNoNameRunsAsThatUser() throws IOException {
        assumeTrue(RunAsChoice.forThisProcess().isOther(), "only root can become a user without a name");
        String classPath = TestClassPath.readableCopy(EmbeddedChild.smallClassPath(), this.run.path());
        List<String> unnamed =
                List.of("setpriv", "--reuid=1000680000", "--regid=0", "--clear-groups", "env", "-u", "USER", "HOME=/");
        try (ChildJvm child = EmbeddedChild.in(this.run.path())
                .withClassPath(classPath)
                .withPrefix(unnamed)
                .start()) {
            assertThat(child.report()).startsWith(ANSWER);

            assertThat(FileTree.owner(this.run.servers().get(0))).isEqualTo(1000680000);
            Path cache = this.run.path().resolve("e2e-migrations-1000680000/cache");
            assertThat(namesIn(cache)).contains("binaries", "clusters");
            assertThat(child.output().lines().filter(line -> line.contains("WARN")))
                    .singleElement(STRING)
                    .endsWith("; this run uses " + cache
                            + ". Set e2e.migrations.embedded.cache-directory to a directory that can be written.");
        }
    }

    private ProcessHandle onlyServer() throws IOException {
        List<ProcessHandle> servers = this.run.processes();
        assertThat(servers).hasSize(1);
        return servers.get(0);
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
