package io.e2e.migrations.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageWriterTests {

    private static final BuildProcess MAVEN = new BuildProcess("7.1", true);

    @TempDir
    private Path target;

    @Test
    void pageTellsOfAllJvmsOfABuildAndOfNoneBeforeIt() throws IOException {
        write(jvm(new BuildProcess("6.1", true), 1), "OldTests");
        write(jvm(MAVEN, 2), "OrderTests");
        write(jvm(MAVEN, 3), "CustomerTests");

        assertThat(page()).contains("OrderTests", "CustomerTests").doesNotContain("OldTests");
        assertThat(directory().resolve("runs"))
                .isDirectoryContaining("glob:**once-7.1-*")
                .isDirectoryNotContaining("glob:**once-6.1-*");
    }

    @Test
    void pageWhenManyJvmsEndAtOnceHasThemAll() throws Exception {
        int jvms = 8;
        CountDownLatch together = new CountDownLatch(jvms);
        ExecutorService threads = Executors.newFixedThreadPool(jvms);
        try {
            List<Future<?>> ends = IntStream.range(0, jvms)
                    .<Future<?>>mapToObj(number -> threads.submit(() -> {
                        together.countDown();
                        together.await();
                        write(jvm(MAVEN, 1000 + number), "Number" + number + "Tests");
                        return null;
                    }))
                    .toList();
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(page())
                .contains("<dt>JVMs</dt><dd>8</dd>")
                .contains("Number0Tests", "Number1Tests", "Number2Tests", "Number3Tests")
                .contains("Number4Tests", "Number5Tests", "Number6Tests", "Number7Tests");
    }

    @Test
    void fileWhenAnotherVersionWroteItIsPassedOver() throws IOException {
        write(jvm(MAVEN, 2), "OrderTests");
        Files.writeString(directory().resolve("runs").resolve(jvm(MAVEN, 3).file()), "\u001c1\u001f2");

        write(jvm(MAVEN, 4), "CustomerTests");

        assertThat(page()).contains("OrderTests", "CustomerTests");
    }

    @Test
    void linkWhenItIsThePageIsReplacedAndNotFollowed() throws IOException {
        Path precious = Files.writeString(this.target.resolve("precious"), "kept");
        Files.createDirectory(directory());
        Files.createSymbolicLink(directory().resolve("report.html"), precious);

        write(jvm(MAVEN, 2), "OrderTests");

        assertThat(precious).hasContent("kept");
        assertThat(page()).contains("OrderTests");
    }

    @Test
    void linkWhenItIsTheDirectoryIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(this.target.resolve("elsewhere"));
        Files.createSymbolicLink(directory(), elsewhere);

        assertThatThrownBy(() -> write(jvm(MAVEN, 2), "OrderTests")).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(elsewhere).isEmptyDirectory();
    }

    private void write(JvmName jvm, String user) throws IOException {
        PageWriter.write(directory(), jvm, List.of(Runs.of(user, jvm.pid(), List.of(), Runs.plan(3))));
    }

    private static JvmName jvm(BuildProcess build, long pid) {
        return new JvmName(build, 10 * pid, 10 * pid + 5, pid);
    }

    private Path directory() {
        return this.target.resolve("e2e-migrations");
    }

    private String page() throws IOException {
        return Files.readString(directory().resolve("report.html"));
    }
}
