package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.e2e.migrations.testing.ChildJvm;
import io.e2e.migrations.testing.TestClassPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two real users, {@code daemon} and its neighbor {@code nobody}, in a directory that both can write to. */
class TrustedDirectoryTests {

    private static final String OTHER_PLACE =
            ", or set e2e.migrations.embedded.cache-directory, which is for programs and prepared clusters, or"
                    + " e2e.migrations.embedded.run-directory, which is for running servers, to a directory in which only"
                    + " this user and root can write.";

    private static final String PREPARE = """
            set -e
            as() { user=$1; shift; setpriv --reuid=$user --regid=$user_group --clear-groups -- sh -ec "umask 022; $*"; }
            user_group=$(id -g nobody)
            as nobody 'mkdir -p theirs/servers; chmod 777 theirs; ln -s theirs planted; mkdir hidden'
            user_group=$(id -g daemon)
            as daemon 'mkdir -p mine/below/servers; ln -s mine link; ln -s below mine/link; ln -s ../theirs mine/away'
            as daemon 'ln -s /../../ mine/root; ln -s loop mine/loop'
            as daemon 'mkdir -p open/servers; chmod 777 open; mkdir -p group/servers; chmod 775 group'
            as daemon 'mkdir -p wide; chmod 1777 wide; mkdir -p wide/mine; touch mine/file'
            mkdir -p roots/servers; chown nobody roots/servers
            """;

    @Test
    void requireWhenANeighborPreparedThePlaceRefusesIt() throws Exception {
        assumeTrue(FileTree.self() == 0, "only root can act as the users daemon and nobody");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv of util-linux is not installed");
        Path shared = Files.createTempDirectory("e2e-migrations-shared-");
        try {
            Files.setAttribute(shared, "unix:mode", 01777);
            Process prepared = new ProcessBuilder("sh", "-c", PREPARE)
                    .directory(shared.toFile())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(prepared.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
            List<String> setpriv = List.of("setpriv", "--reuid=daemon", "--regid=daemon", "--clear-groups", "--");
            try (ChildJvm child = ChildJvm.of(Child.class)
                    .withPrefix(setpriv)
                    .withClassPath(TestClassPath.readableCopy(
                            TestClassPath.withArchives(jar -> jar.startsWith("slf4j") || jar.startsWith("migrations-")),
                            Files.createDirectory(shared.resolve("classes"))))
                    .start(shared.toString())) {
                for (String expected : expected(shared)) {
                    assertThat(child.report()).isEqualTo(expected);
                }
            }
        } finally {
            FileTree.delete(shared);
        }
    }

    private static List<String> expected(Path shared) {
        return List.of(
                "planted/servers: " + shared + "/planted belongs to the user nobody. Remove " + shared + "/planted"
                        + OTHER_PLACE,
                "theirs/servers: " + shared + "/theirs belongs to the user nobody. Remove " + shared + "/theirs"
                        + OTHER_PLACE,
                "roots/servers: " + shared + "/roots/servers belongs to the user nobody. Remove " + shared
                        + "/roots/servers" + OTHER_PLACE,
                "link/below: " + shared + "/link is a symbolic link in a directory that other users can write to."
                        + " Remove " + shared + "/link" + OTHER_PLACE,
                "mine/away/servers: " + shared + "/theirs belongs to the user nobody. Remove " + shared + "/theirs"
                        + OTHER_PLACE,
                "open: every user may write to " + shared + "/open, which has the mode 0777. Run chmod -R go-w "
                        + shared + "/open" + OTHER_PLACE,
                "open/servers: every user may write to " + shared + "/open, which has the mode 0777. Run chmod -R go-w "
                        + shared + "/open" + OTHER_PLACE,
                "group: every member of its group may write to " + shared + "/group, which has the mode 0775. Run chmod"
                        + " -R go-w " + shared + "/group" + OTHER_PLACE,
                "wide: every user may write to " + shared + "/wide, which has the mode 1777. Run chmod -R go-w "
                        + shared + "/wide" + OTHER_PLACE,
                "mine/file: java.nio.file.NotDirectoryException: " + shared + "/mine/file",
                "mine/loop: java.nio.file.FileSystemLoopException: " + shared + "/mine/loop",
                "mine/missing: java.nio.file.NoSuchFileException: " + shared + "/mine/missing",
                // The group daemon has no member but daemon.
                "group/servers: trusted",
                "wide/mine: trusted",
                "mine/below/servers: trusted",
                "mine/link/servers: trusted",
                "mine/below/../link/servers: trusted",
                "mine/root: trusted");
    }

    /** Runs as {@code daemon}. */
    static final class Child {

        private static final List<String> PATHS = List.of(
                "planted/servers",
                "theirs/servers",
                "roots/servers",
                "link/below",
                "mine/away/servers",
                "open",
                "open/servers",
                "group",
                "wide",
                "mine/file",
                "mine/loop",
                "mine/missing",
                "group/servers",
                "wide/mine",
                "mine/below/servers",
                "mine/link/servers",
                "mine/below/../link/servers",
                "mine/root");

        public static void main(String[] arguments) {
            for (String path : PATHS) {
                ChildJvm.answer(path + ": " + result(Path.of(arguments[0], path)));
            }
        }

        private static String result(Path path) {
            try {
                TrustedDirectory.require(path);
                return "trusted";
            } catch (UntrustedException ex) {
                return ex.getMessage() + ". " + ex.remedy();
            } catch (IOException ex) {
                return ex.toString();
            }
        }
    }
}
