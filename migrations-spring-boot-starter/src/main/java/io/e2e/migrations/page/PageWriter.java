package io.e2e.migrations.page;

import io.e2e.migrations.RecordedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a file of this JVM's runs, and the page of all such files of the build. No lock is needed: a JVM that finds new files after
 * it wrote the page writes it again, so the last one has them all. A file is written under a name that nobody has, and renamed, so
 * that no link is followed and no reader sees half of one.
 */
final class PageWriter {

    static final String PAGE = "report.html";

    private static final String RUNS = "runs";

    /** Each repetition means that another JVM ended meanwhile. */
    private static final int MOST_REPETITIONS = 20;

    private final Path directory;
    private final Path files;
    private final JvmName own;

    private PageWriter(Path directory, JvmName own) {
        this.directory = directory;
        this.files = directory.resolve(RUNS);
        this.own = own;
    }

    /** Writes the pages about these contexts, and about the others of the build; nothing if nothing was done. */
    static void write(Collection<Map.Entry<String, List<RecordedRun>>> contexts) throws IOException {
        if (!hasRuns(contexts)) {
            return;
        }
        Path module = Path.of("").toAbsolutePath();
        List<Path> directories = PageDirectories.of(module, System.getProperty("org.gradle.test.worker") != null);
        if (directories.isEmpty()) {
            return;
        }
        JvmName own = JvmName.current();
        List<PageRun> runs = runs(contexts, name(module), own.pid());
        for (Path directory : directories) {
            new PageWriter(directory, own).write(runs);
        }
    }

    /** A loop: at the end of a JVM, linking lambdas takes most of the time. */
    private static boolean hasRuns(Collection<Map.Entry<String, List<RecordedRun>>> contexts) {
        for (Map.Entry<String, List<RecordedRun>> context : contexts) {
            if (!context.getValue().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static List<PageRun> runs(
            Collection<Map.Entry<String, List<RecordedRun>>> contexts, String module, long pid) {
        List<PageRun> runs = new ArrayList<>();
        for (Map.Entry<String, List<RecordedRun>> context : contexts) {
            for (RecordedRun run : context.getValue()) {
                runs.add(new PageRun(context.getKey(), module, pid, run));
            }
        }
        return runs;
    }

    /** Writes the runs of one JVM into one directory, and the page again. */
    static void write(Path directory, JvmName own, List<PageRun> runs) throws IOException {
        new PageWriter(directory, own).write(runs);
    }

    private void write(List<PageRun> runs) throws IOException {
        make(this.directory);
        make(this.files);
        replace(this.files.resolve(this.own.file()), RunFile.write(runs));
        List<JvmName> written = List.of();
        List<JvmName> found = found();
        for (int time = 0; time < MOST_REPETITIONS && !found.equals(written); time++) {
            written = found;
            replace(this.directory.resolve(PAGE), page(written));
            found = found();
        }
    }

    /** Another JVM may make it at the same time; what is no directory, such as a link, is an error. */
    private static void make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException ex) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw ex;
            }
        }
    }

    private void replace(Path file, String text) throws IOException {
        Path draft = this.files.resolve("." + this.own.pid() + "-" + System.nanoTime());
        try {
            // Not as a string, which is refused if it has half of a character.
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Files.write(draft, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The files of the build; those of builds before it are deleted. */
    private List<JvmName> found() throws IOException {
        List<JvmName> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(this.files)) {
            for (Path file : files) {
                JvmName.parse(name(file)).ifPresent(all::add);
            }
        }
        List<JvmName> build = this.own.build(all);
        for (JvmName other : all) {
            if (!build.contains(other) && other.end() < this.own.start()) {
                Files.deleteIfExists(this.files.resolve(other.file()));
            }
        }
        return build;
    }

    private String page(List<JvmName> build) throws IOException {
        List<PageRun> runs = new ArrayList<>();
        for (JvmName jvm : build) {
            runs.addAll(RunFile.read(Files.readString(this.files.resolve(jvm.file()))));
        }
        String title = Optional.ofNullable(this.directory.toAbsolutePath().getParent())
                .map(Path::getParent)
                .map(PageWriter::name)
                .orElse("tests");
        return ReportPage.of(title, runs);
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "/" : name.toString();
    }
}
