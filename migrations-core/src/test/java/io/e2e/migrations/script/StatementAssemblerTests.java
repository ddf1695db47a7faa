package io.e2e.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests properties of every file: no text is lost, and each statement has its line. */
class StatementAssemblerTests {

    private static final List<Path> DIRECTORIES = List.of(
            Path.of("src", "test", "resources", "script"),
            Path.of("..", "migrations-sql", "src", "main", "resources", "db", "e2e-migrations"));

    /** Does not use the lexer, so that it tests it. Assumes that no comment between statements nests. */
    private static final Pattern NO_STATEMENT =
            Pattern.compile("[ \\t\\r\\n\\f]+|;|--[^\\r\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

    @ParameterizedTest
    @MethodSource("files")
    void textBetweenStatementsIsWhiteSpaceCommentsAndSemicolons(Sample file) {
        assertCovers(file.text(), SqlScript.split(file.text()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void upAndDownCoverFile(Sample file) {
        MigrationScript script = MigrationScript.parse(file.text());
        List<SqlStatement> statements = Stream.concat(script.up().stream(), script.down().stream())
                .sorted(Comparator.comparingInt(SqlStatement::line))
                .toList();
        assertCovers(file.text(), statements);
    }

    @ParameterizedTest
    @MethodSource("files")
    void splitOfJoinedStatementsIsSame(Sample file) {
        List<String> statements = texts(SqlScript.split(file.text()));
        assertThat(texts(SqlScript.split(String.join(";\n", statements)))).isEqualTo(statements);
        assertThat(texts(SqlScript.split(String.join(";", statements) + ";"))).isEqualTo(statements);
    }

    @ParameterizedTest
    @MethodSource("files")
    void statementIsOnItsLine(Sample file) {
        String[] lines = LINE_END.split(file.text().replace("\uFEFF", ""), -1);
        for (SqlStatement statement : SqlScript.split(file.text())) {
            String firstLine = LINE_END.split(statement.text(), -1)[0];
            assertThat(lines[statement.line() - 1]).contains(firstLine);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void splitDoesNotDependOnLineEnds(Sample file) {
        String windows = file.text().replace("\n", "\r\n");
        List<SqlStatement> expected = SqlScript.split(file.text()).stream()
                .map(statement -> new SqlStatement(statement.text().replace("\n", "\r\n"), statement.line()))
                .toList();
        assertThat(SqlScript.split(windows)).isEqualTo(expected);
        assertThat(SqlScript.split("\uFEFF" + windows)).isEqualTo(expected);
    }

    private static void assertCovers(String text, List<SqlStatement> statements) {
        assertThat(statements).isNotEmpty();
        int position = 0;
        for (SqlStatement statement : statements) {
            position = skipNoStatement(text, position);
            assertThat(text.startsWith(statement.text(), position))
                    .as("at %d stands the statement of line %d", position, statement.line())
                    .isTrue();
            position += statement.text().length();
        }
        assertThat(skipNoStatement(text, position)).isEqualTo(text.length());
    }

    private static int skipNoStatement(String text, int from) {
        Matcher matcher = NO_STATEMENT.matcher(text);
        int position = from;
        while (matcher.region(position, text.length()).lookingAt()) {
            position = matcher.end();
        }
        return position;
    }

    private static List<String> texts(List<SqlStatement> statements) {
        return statements.stream().map(SqlStatement::text).toList();
    }

    static List<Sample> files() {
        return DIRECTORIES.stream()
                .filter(Files::isDirectory)
                .flatMap(StatementAssemblerTests::samples)
                .toList();
    }

    private static Stream<Sample> samples(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".sql")).sorted().map(Sample::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file, with its name for the test report. */
    record Sample(String name, String text) {

        static Sample read(Path file) {
            try {
                return new Sample(file.getFileName().toString(), Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return this.name;
        }
    }
}
