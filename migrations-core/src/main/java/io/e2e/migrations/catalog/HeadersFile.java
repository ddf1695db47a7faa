package io.e2e.migrations.catalog;

import io.e2e.migrations.script.HeaderBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The headers of a directory's migrations in a file beside them, for tools that keep checksums of their files. A section
 * for each migration, in order: the checksum of its text and what identifies it, and indented, what its header would say.
 */
public final class HeadersFile {

    /** Its name in the directory of the migrations, which no migration tool reads. */
    public static final String NAME = "e2e-migrations.headers";

    private static final String INDENT = "  ";

    private static final String HEAD = """
            # What each migration writes and needs, from which e2e.migrations.tables selects migrations. Written by the command
            # "describe" of e2e-migrations, which writes it anew when a migration was added or changed.
            """;

    private HeadersFile() {}

    /** The text of a file that describes these migrations. */
    public static String write(Collection<Migration> migrations) {
        return migrations.stream()
                .map(migration -> Stream.concat(
                                Stream.of(HeaderBlock.shortened(migration.checksum()) + " " + id(migration)),
                                FactsLines.of(migration).stream().map(INDENT::concat))
                        .collect(Collectors.joining("\n", "\n", "\n")))
                .collect(Collectors.joining("", HEAD, ""));
    }

    /** What identifies a migration; of one that runs before the first, only the name of its file is the same everywhere. */
    static String id(Migration migration) {
        String file = migration.file();
        return migration.location().isEmpty() ? file.substring(file.lastIndexOf('/') + 1) : file;
    }

    /**
     * What a file says of each migration, by what identifies it.
     *
     * @param problems collects the lines that are in no section, as a conflict of a merge leaves them
     */
    static Map<String, Section> read(String text, List<String> problems) {
        Map<String, Section> sections = new LinkedHashMap<>();
        Section current = null;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            int blank = line.indexOf(' ');
            if (blank == 0 && current != null) {
                current.lines.add(line.strip());
            } else if (blank > 0 && line.substring(0, blank).matches("[0-9a-f]+")) {
                current = new Section(line.substring(0, blank), new ArrayList<>());
                sections.put(line.substring(blank + 1), current);
            } else {
                problems.add(NAME + ", line " + number + ": '" + line + "' is not understood");
            }
        }
        return sections;
    }

    /** What a file says of one migration, whose text has this checksum. */
    record Section(String checksum, List<String> lines) {}
}
