package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
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

    private static final String ANSWER = "slm_user0\nembedded PostgreSQL 18.6 at 127.0.0.1:";

    private Path temporary;

    @BeforeEach
    void makeADirectoryThatEveryUserMayEnter() throws IOException {
        this.temporary = Files.createTempDirectory("e2e-migrations-lifetime-");
        FileTree.permit(this.temporary, "rwxrwxrwx");
    }

    @AfterEach
    void removeIt() throws IOException {
        FileTree.delete(this.temporary);
    }

    @Test
    void serverEndsWithAJvmThatClosedNothing() throws IOException {
        ChildJvm child = ChildJvm.start(this.temporary);
        assertThat(child.report()).startsWith(ANSWER);
        LeftServer server = onlyServer();
        child.exit();

        assertThat(Processes.isAlive(server.process())).isFalse();
        assertThat(serverDirectories()).isEmpty();
    }

    @Test
    void nextStartRemovesTheServerOfAKilledJvm() throws IOException {
        ChildJvm child = ChildJvm.start(this.temporary);
        assertThat(child.report()).startsWith(ANSWER);
        LeftServer server = onlyServer();
        Path left = serverDirectories().get(0);
        child.kill();
        assertThat(Processes.isAlive(server.process())).isTrue();

        try (ChildJvm next = ChildJvm.start(this.temporary)) {
            assertThat(next.report()).startsWith(ANSWER);
            assertThat(Processes.isAlive(server.process())).isFalse();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void serverOfALivingJvmIsLeftAlone() throws IOException {
        try (ChildJvm first = ChildJvm.start(this.temporary)) {
            assertThat(first.report()).startsWith(ANSWER);
            LeftServer server = onlyServer();
            try (ChildJvm second = ChildJvm.start(this.temporary)) {
                assertThat(second.report()).startsWith(ANSWER);
                assertThat(serverDirectories()).hasSize(2);
            }
            assertThat(Processes.isAlive(server.process())).isTrue();
        }
    }

    @Test
    void eightJvmsMayStartAtOnceOnAnEmptyCache() throws IOException {
        Path cache = this.temporary.resolve("cache");
        List<ChildJvm> children = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            children.add(ChildJvm.start(this.temporary, "-Xmx128m", "-Dcache=" + cache));
        }
        List<ChildReport> reports = new ArrayList<>();
        for (ChildJvm child : children) {
            reports.add(child.read());
        }
        List<LeftServer> servers = servers();
        StringBuilder output = new StringBuilder();
        for (ChildJvm child : children) {
            child.exit();
            output.append(child.output());
        }

        assertThat(reports).allSatisfy(report -> assertThat(report.text()).startsWith(ANSWER));
        assertThat(reports.stream().map(ChildReport::port)).doesNotHaveDuplicates();
        assertThat(output.toString())
                .containsOnlyOnce("Unpacking PostgreSQL")
                .containsOnlyOnce("Preparing a cluster of PostgreSQL 18.6 once");
        assertThat(namesIn(cache.resolve("clusters")))
                .hasSize(2)
                .anyMatch(name -> name.endsWith(".lock"))
                .anyMatch(name -> name.matches("pg18\\.6-[0-9a-f]{16}"));
        assertThat(servers).hasSize(8).noneMatch(server -> Processes.isAlive(server.process()));
        assertThat(serverDirectories()).isEmpty();
    }

    @Test
    void jvmKilledWhileItFillsTheCacheLeavesNothingAndTheNextFillsIt() throws IOException {
        try (TestCache empty = TestCache.create()) {
            String cache = "-Dcache=" + empty.directory();
            ChildJvm killed = ChildJvm.start(this.temporary, cache, "-Dhang=true");
            assertThat(killed.report()).isEqualTo("filling");
            Path left = serverDirectories().get(0);
            killed.kill();

            try (ChildJvm next = ChildJvm.start(this.temporary, cache)) {
                assertThat(next.report()).startsWith(ANSWER);
                assertThat(next.output()).contains("Preparing a cluster of PostgreSQL 18.6 once");
                assertThat(left).doesNotExist();
                assertThat(serverDirectories()).hasSize(1);
            }
        }
    }

    @Test
    void cacheMayBeDeletedWhileItIsFilled() throws IOException {
        ChildJvm child;
        try (TestCache cache = TestCache.create()) {
            child = ChildJvm.start(this.temporary, "-Dcache=" + cache.directory(), "-Dhang=true");
            assertThat(child.report()).isEqualTo("filling");
            FileTree.delete(cache.directory().resolve("clusters"));
            // Its input's end lets it go on.
            child.exit();
        }
        assertThat(child.report()).startsWith(ANSWER);
        assertThat(serverDirectories()).isEmpty();
    }

    @Test
    void cacheMayBeDeletedWhileServersRun() throws IOException {
        Path directory = this.temporary.resolve("cache");
        String cache = "-Dcache=" + directory;
        try (ChildJvm first = ChildJvm.start(this.temporary, cache)) {
            assertThat(first.report()).startsWith(ANSWER);
            FileTree.delete(directory);
            try (ChildJvm second = ChildJvm.start(this.temporary, cache)) {
                assertThat(second.report()).startsWith(ANSWER);
            }
        }
        assertThat(serverDirectories()).isEmpty();
    }

    @Test
    void rootsServerRunsAsAnUnprivilegedUser() throws IOException {
        assumeTrue(RunAsChoice.forThisProcess().isOther(), "only root hands the server to another user");
        try (ChildJvm child = ChildJvm.start(this.temporary)) {
            assertThat(child.report()).startsWith(ANSWER);

            assertThat(onlyServer().process().info().user()).contains("nobody");
            assertThat(FileTree.owner(serverDirectories().get(0))).isZero();
        }
    }

    @Test
    void ordinaryUserWhoseHomeCannotBeWrittenRunsItDirectlyAndIsToldOnce() throws IOException {
        RunAs nobody = RunAsChoice.forThisProcess();
        assumeTrue(nobody.isOther(), "only root can become an ordinary user");
        Path home = Files.createDirectory(this.temporary.resolve("home"));
        FileTree.permit(home, "r-xr-xr-x");
        String classPath = ChildJvm.readableClassPath(this.temporary);
        try (ChildJvm child =
                ChildJvm.start(this.temporary, classPath, nobody.wrap(List.of()), "-Duser.home=" + home)) {
            assertThat(child.report()).startsWith(ANSWER);

            assertThat(onlyServer().process().info().user()).contains("nobody");
            assertThat(FileTree.owner(serverDirectories().get(0))).isEqualTo(nobody.uid());
            Path instead = this.temporary.resolve("e2e-migrations-nobody/cache");
            assertThat(child.output().lines().filter(line -> line.contains("WARN")))
                    .singleElement(STRING)
                    .endsWith("The cache directory " + home.resolve(".cache/e2e-migrations")
                            + " cannot be used (java.nio.file.AccessDeniedException: " + home.resolve(".cache")
                            + "); this run uses " + instead
                            + ". Set e2e.migrations.embedded.cache-directory to a directory that can be written.");
            assertThat(namesIn(instead)).contains("binaries", "clusters");
        }
    }

    private List<Path> serverDirectories() throws IOException {
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> roots = Files.newDirectoryStream(this.temporary, "e2e-migrations-*")) {
            for (Path root : roots) {
                try (Stream<Path> servers = Files.list(root.resolve("servers"))) {
                    servers.forEach(directories::add);
                }
            }
        }
        return directories;
    }

    private LeftServer onlyServer() throws IOException {
        return servers().get(0);
    }

    private List<LeftServer> servers() throws IOException {
        List<LeftServer> servers = new ArrayList<>();
        for (Path directory : serverDirectories()) {
            servers.add(LeftServer.find(directory.resolve("data")).orElseThrow());
        }
        return servers;
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
