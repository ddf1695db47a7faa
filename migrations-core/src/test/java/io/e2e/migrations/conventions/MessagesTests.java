package io.e2e.migrations.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesTests {

    @TempDir
    private Path directory;

    private String messages(String body) throws IOException {
        Files.writeString(this.directory.resolve("A.java"), "package a;\n\nclass A {\n" + body + "\n}\n");
        return Messages.in(this.directory);
    }

    @Test
    void inWhenConcatenatedShowsNamesOfVariableParts() throws IOException {
        assertThat(messages("""
                String text = "The file " + this.file + " has " + lines.size() + " lines, "
                        + String.join(", ", names) + " and " + (count == 1 ? "one more" : count + " more") + ".";
                """)).isEqualTo("""
                a.A
                    The file {file} has {size} lines, {names} and [one more|{count} more].
                """);
    }

    @Test
    void inWhenLoggedShowsLevelAndArgumentsAndLeavesDebugOut() throws IOException {
        assertThat(messages("""
                void log() {
                    LOG.warn("The file {} is {} bytes too long", file.name(), size, ex);
                    LOG.debug("The file {} is gone", file);
                }
                """)).isEqualTo("""
                a.A
                    warn: The file {file} is {size} bytes too long
                """);
    }

    @Test
    void inWhenTextIsNoMessageLeavesItOut() throws IOException {
        assertThat(messages("""
                @SuppressWarnings("never said to anybody")
                String sql = "SELECT name FROM " + table;
                String call = "set_config('a', 'b', false)";
                String property = "e2e.migrations.tables";
                Pattern pattern = Pattern.compile("one (?:or) more.*");
                """)).isEmpty();
    }

    @Test
    void inWhenTextsStandInsideAnotherShowsEach() throws IOException {
        assertThat(messages("""
                String text = "It is " + found.map(name -> "at the place " + name).orElse("nowhere at all");
                """)).isEqualTo("""
                a.A
                    It is {found}
                    at the place {name}
                    nowhere at all
                """);
    }
}
