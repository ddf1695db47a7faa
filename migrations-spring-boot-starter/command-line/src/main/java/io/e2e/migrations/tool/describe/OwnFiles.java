package io.e2e.migrations.tool.describe;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Directories in the format of e2e-migrations, whose headers may be incomplete or wrong: copies of the files, with headers
 * that say no more than a replay needs to know. Closing deletes the copies.
 */
final class OwnFiles implements AutoCloseable {

    private final Path copies;
    private final Map<String, Path> directories;
    private final Map<String, Path> copied = new LinkedHashMap<>();

    private OwnFiles(Map<String, Path> directories) throws IOException {
        this.directories = directories;
        this.copies = Files.createTempDirectory("e2e-migrations-describe");
    }

    /** Whether at least half of the files have a name and a description in their headers. */
    static boolean areOurs(Collection<Path> directories, MigrationFormat configured) {
        if (configured != MigrationFormat.AUTO) {
            return configured == MigrationFormat.HEADERS;
        }
        return directories.stream().anyMatch(directory -> {
            List<HeaderText> headers = sql(directory).stream()
                    .map(file -> HeaderText.of(FileChange.read(file)))
                    .toList();
            long ours = headers.stream().filter(HeaderText::isNamed).count();
            return ours > 0 && 2 * ours >= headers.size();
        });
    }

    static OwnFiles copyOf(Map<String, Path> directories) {
        try {
            OwnFiles files = new OwnFiles(directories);
            files.copy();
            return files;
        } catch (IOException ex) {
            throw DescribeRefusedException.failed(
                    directories.values().iterator().next(), ex);
        }
    }

    private void copy() throws IOException {
        for (Map.Entry<String, Path> directory : this.directories.entrySet()) {
            Path copy = Files.createDirectory(this.copies.resolve(String.valueOf(this.copied.size())));
            this.copied.put(directory.getKey(), copy);
            for (Path file : sql(directory.getValue())) {
                HeaderText header = HeaderText.of(FileChange.read(file))
                        .completed(file.getFileName().toString());
                Files.writeString(
                        copy.resolve(file.getFileName()), header.withoutFacts().text());
            }
        }
    }

    private static List<Path> sql(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".sql") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException ex) {
            throw DescribeRefusedException.failed(directory, ex);
        }
    }

    /** The locations, with copies in place of the directories. */
    String[] locations(List<String> locations) {
        return locations.stream()
                .map(location -> this.copied.containsKey(location) ? "file:" + this.copied.get(location) : location)
                .toArray(String[]::new);
    }

    /** The texts that the files should have. */
    List<FileChange> changes(MigrationCatalog derived) {
        Map<String, Path> files = new LinkedHashMap<>();
        this.copied.forEach((location, copy) -> sql(this.directories.getOrDefault(location, copy))
                .forEach(file -> files.put(file.getFileName().toString(), file)));
        Map<String, HeaderText> headers = new LinkedHashMap<>();
        files.forEach((name, file) ->
                headers.put(name, HeaderText.of(FileChange.read(file)).completed(name)));
        OwnFacts facts = new OwnFacts(derived, headers);
        List<FileChange> changes = new ArrayList<>();
        for (Migration migration : derived.migrations()) {
            HeaderText header = headers.get(migration.file());
            if (header != null) {
                changes.add(FileChange.of(
                        files.getOrDefault(migration.file(), this.copies),
                        header.with(facts.next(migration)).text()));
            } else {
                facts.next(migration);
            }
        }
        return changes;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(this.copies)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException ex) {
            throw DescribeRefusedException.failed(this.copies, ex);
        }
    }
}
