package io.e2e.migrations.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceKeyTests {

    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private final AtomicInteger jars = new AtomicInteger();

    @TempDir
    private Path directory;

    @Test
    void directoryWhenAFileIsEditedAndKeepsSizeAndTimeHasAnotherKey() throws IOException {
        write("001_a.sql", "one");
        String before = directoryKey();

        write("001_a.sql", "two");

        assertThat(directoryKey()).isNotEqualTo(before);
        write("001_a.sql", "one");
        assertThat(directoryKey()).isEqualTo(before);
    }

    @Test
    void directoryWhenAFileIsAddedRenamedOrDeletedHasAnotherKey() throws IOException {
        write("001_a.sql", "one");
        String before = directoryKey();

        write("002_b.sql", "");
        String added = directoryKey();
        Files.move(this.directory.resolve("002_b.sql"), this.directory.resolve("003_b.sql"));
        String renamed = directoryKey();
        Files.delete(this.directory.resolve("003_b.sql"));

        assertThat(List.of(before, added, renamed)).doesNotHaveDuplicates();
        assertThat(directoryKey()).isEqualTo(before);
    }

    @Test
    void directoryWhenTextMovesFromOneFileToTheNextHasAnotherKey() throws IOException {
        write("001_a.sql", "one");
        write("002_b.sql", "two");
        String before = directoryKey();

        write("001_a.sql", "onet");
        write("002_b.sql", "wo");

        assertThat(directoryKey()).isNotEqualTo(before);
    }

    @Test
    void directoryWhenAnotherKindOfFileChangesKeepsItsKey() throws IOException {
        write("001_a.sql", "one");
        String before = directoryKey();

        write("README.md", "text");

        assertThat(directoryKey()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sub/directory/002_b.sql",
                "001_a.sql.conf",
                "master.xml",
                "master.yaml",
                "master.yml",
                "master.json",
                "a/metadata.toml",
                "V2__X.class",
                "V2__X.java",
                "2_x.go",
                "3_x.py",
                "4_x.tmpl",
                "5_x.SQL"
            })
    void directoryWhenAFileOfAnyKindThatIsReadChangesHasAnotherKey(String name) throws IOException {
        write("001_a.sql", "one");
        String before = directoryKey();

        Files.createDirectories(this.directory.resolve(name).getParent());
        write(name, "one");
        String added = directoryKey();
        write(name, "two");

        assertThat(List.of(before, added, directoryKey())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ir ../common.sql", "\\i '/sql/common.sql'", "SELECT 1;\n  \\include a/../../x.sql"})
    void directoryWhenAFileReadsWhatIsBesideItHasNoKey(String text) throws IOException {
        write("001_a.sql", text);

        assertThat(SourceKey.ofMigrations(List.of("file:" + this.directory))).isEmpty();
        write("001_a.sql", "\\ir parts/common.sql");
        assertThat(directoryKey()).isNotEmpty();
    }

    @Test
    void filesWhenOneChangesOrIsMissingHaveAnotherKeyOrNone() throws IOException {
        write("first.sql", "one");
        List<String> files = List.of("file:" + this.directory.resolve("first.sql"));
        String before = SourceKey.ofFiles(files).orElseThrow();

        write("first.sql", "two");

        assertThat(SourceKey.ofFiles(files)).isPresent().get().isNotEqualTo(before);
        assertThat(SourceKey.ofFiles(List.of())).isPresent();
        assertThat(SourceKey.ofFiles(List.of("classpath:no/such.sql"))).isEmpty();
        assertThat(SourceKey.ofFiles(List.of("file:" + this.directory.resolve("no.sql"))))
                .isEmpty();
    }

    @Test
    void jarWhenItsReplacementHasTheSameNameSizeAndTimeHasAnotherKey() throws Exception {
        String one = jarKey(Map.of("db/m/001_a.sql", "one", "db/m/", ""));
        String two = jarKey(Map.of("db/m/001_a.sql", "two", "db/m/", ""));

        assertThat(two).isNotEqualTo(one);
        assertThat(jarKey(Map.of("db/m/001_a.sql", "one", "db/m/", "", "db/other/x.sql", "x")))
                .isEqualTo(one);
    }

    @Test
    void jarWhenAVersionForANewerJavaChangesHasAnotherKey() throws Exception {
        Map<String, String> plain = Map.of("db/m/001_a.sql", "one", "db/m/", "");
        Map<String, String> versioned = new TreeMap<>(plain);
        versioned.put("META-INF/versions/17/db/m/001_a.sql", "two");

        assertThat(jarKey(versioned)).isNotEqualTo(jarKey(plain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classpath:",
                "classpath:/",
                "classpath:db/*",
                "classpath:no/such/place",
                "file:/no/such/place",
                "http://localhost/x"
            })
    void locationWhenItsFilesCannotBeToldHasNoKey(String location) {
        assertThat(SourceKey.ofMigrations(List.of(location))).isEmpty();
    }

    @Test
    void codeWhenAClassIsOfTheJdkHasNoKey() {
        assertThat(SourceKey.ofCode(String.class)).isEmpty();
        assertThat(SourceKey.ofCode(SourceKey.class)).isPresent();
    }

    private void write(String name, String text) throws IOException {
        Files.setLastModifiedTime(Files.writeString(this.directory.resolve(name), text), TIME);
    }

    private String directoryKey() {
        return SourceKey.ofMigrations(List.of("file:" + this.directory)).orElseThrow();
    }

    private String jarKey(Map<String, String> entries) throws Exception {
        Path jar = Files.createDirectories(this.directory.resolve("" + this.jars.incrementAndGet()))
                .resolve("x.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()).setLastModifiedTime(TIME));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            thread.setContextClassLoader(loader);
            return SourceKey.ofMigrations(List.of("classpath:db/m")).orElseThrow();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
