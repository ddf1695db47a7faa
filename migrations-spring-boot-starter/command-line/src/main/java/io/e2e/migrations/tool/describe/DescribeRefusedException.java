package io.e2e.migrations.tool.describe;

import io.e2e.migrations.config.MigrationException;
import java.io.IOException;
import java.nio.file.Path;

/** Headers cannot be written where they should be. */
public final class DescribeRefusedException extends MigrationException {

    private DescribeRefusedException(String problem, String remedy, Throwable cause) {
        super(problem, remedy, cause);
    }

    private DescribeRefusedException(String problem, String remedy) {
        super(problem, remedy, null);
    }

    static DescribeRefusedException checksums(String why) {
        return new DescribeRefusedException(
                "Headers cannot be written into the files: " + why + ".", "Write the headers beside the files.");
    }

    static DescribeRefusedException ours() {
        return new DescribeRefusedException(
                "Headers cannot be written beside files in the format of e2e-migrations, which are read with theirs.",
                "Write the headers into the files.");
    }

    static DescribeRefusedException noDirectory(String location) {
        return new DescribeRefusedException(
                "Headers cannot be written to " + location + ", which is not a directory of the file system.",
                "Name the directory in the sources, such as src/main/resources/db/migration.");
    }

    static DescribeRefusedException unnamed(String file, String line) {
        return new DescribeRefusedException(
                "The header of " + file + " cannot be written, because a name has signs that no header can have: "
                        + line,
                "Name the object otherwise in the file, with letters, digits and underscores.");
    }

    static DescribeRefusedException readOnly(Path file) {
        return new DescribeRefusedException(
                file + " is read-only; nothing was written.",
                "Make the file writable, or write the headers beside the files.");
    }

    static DescribeRefusedException failed(Path file, IOException cause) {
        return new DescribeRefusedException(
                file + " cannot be read or written: " + cause.getMessage() + ".",
                "Correct that, and run the command again: files are replaced as a whole, so that none is damaged.",
                cause);
    }
}
