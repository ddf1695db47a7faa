package io.e2e.migrations.embedded.binaries;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets PostgreSQL's programs run as a user without an entry in {@code /etc/passwd}, as containers on OpenShift have it.
 * initdb, and the single-user mode of postgres that it uses, end if {@code getpwuid} does not find their user, although they
 * need the name only for a line of output when initdb is told another ({@code src/port/user.c} and {@code
 * src/bin/initdb/initdb.c} of PostgreSQL). In our unpacked copy they therefore ask {@code getpwent}, which returns the first
 * entry of the file. Both functions are in every C library, and have the same result type and length of name.
 */
final class UserNameLookup {

    /** As the names stand in the table of the imported functions. */
    private static final String BY_NUMBER = "\0getpwuid\0";

    private static final String FIRST = "\0getpwent\0";

    private UserNameLookup() {}

    /** Changes the programs. One that does not import the function stays as it is. */
    static void avoid(Programs programs) throws IOException {
        for (String program : List.of("initdb", "postgres")) {
            Path file = programs.file(program);
            // In this encoding, each byte is one character.
            String code = Files.readString(file, StandardCharsets.ISO_8859_1);
            Files.writeString(file, code.replace(BY_NUMBER, FIRST), StandardCharsets.ISO_8859_1);
        }
    }
}
