package io.e2e.migrations.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole repository says things in the field's words: {@code vocabulary.txt} lists what is written nowhere. */
class VocabularyTests {

    private static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private static final Path VOCABULARY = BASE.resolve("src/test/resources/vocabulary.txt");

    private static final Pattern READ =
            Pattern.compile(".*\\.(java|md|sql|golden|properties|xml|ya?ml|txt|factories|imports|css|html)");

    private static final Set<String> SKIPPED = Set.of("target", ".git");

    private static final Map<Path, List<String>> LINES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        Files.walkFileTree(BASE.getParent(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return SKIPPED.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (READ.matcher(file.toString()).matches()
                        && !file.equals(VOCABULARY)
                        && !file.endsWith("CHANGELOG.md")) {
                    List<String> lines = Files.readAllLines(file);
                    if (lines.stream().noneMatch(line -> line.startsWith("**Superseded**"))) {
                        LINES.put(BASE.getParent().relativize(file), lines);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static Stream<Entry> entries() throws IOException {
        return Files.readAllLines(VOCABULARY).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Entry::parse);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void repositoryWhenSearchedHasNoWordOfVocabulary(Entry entry) {
        List<String> found = new ArrayList<>();
        LINES.forEach((file, lines) -> IntStream.range(0, lines.size())
                .filter(index -> entry.isBrokenBy(file, lines.get(index)))
                .forEach(index -> found.add(
                        file + ":" + (index + 1) + ": " + lines.get(index).strip())));

        assertThat(found).as("write instead: %s", entry.instead()).isEmpty();
    }

    /**
     * A line of the vocabulary.
     *
     * @param forbidden what must not be in a line
     * @param instead what to write
     * @param allowed the paths in which it may be all the same
     */
    private record Entry(Pattern forbidden, String instead, Pattern allowed) {

        static Entry parse(String line) {
            String[] parts = line.split("\\s+\\|\\s+");
            String expression = parts[0].equals("name") ? "\\b(" + parts[1] + ")(Tests)?\\b" : parts[1];
            return new Entry(
                    Pattern.compile(expression), parts[2], Pattern.compile(parts.length > 3 ? parts[3] : "$^"));
        }

        boolean isBrokenBy(Path file, String line) {
            return this.forbidden.matcher(line).find()
                    && !this.allowed.matcher(file.toString()).find();
        }

        @Override
        public String toString() {
            return this.forbidden + " -> " + this.instead;
        }
    }
}
