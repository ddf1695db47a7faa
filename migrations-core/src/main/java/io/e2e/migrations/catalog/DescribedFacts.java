package io.e2e.migrations.catalog;

import io.e2e.migrations.dialect.MigrationFile;
import io.e2e.migrations.dialect.SourceFiles;
import io.e2e.migrations.script.HeaderBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The facts in headers that {@code describe} wrote into the files of another tool, or beside them. They count if they are of
 * these very files, all of them.
 *
 * @param facts the facts of every migration, by its file; none if they do not count
 * @param problem why headers that are there do not count; empty if they do, and if there are none
 */
record DescribedFacts(Map<String, MigrationFacts> facts, String problem) {

    static final DescribedFacts NONE = new DescribedFacts(Map.of(), "");

    /** Reads the headers of migrations from their files and from those beside them. */
    static DescribedFacts of(List<Migration> migrations, SourceFiles files) {
        List<String> problems = new ArrayList<>();
        Map<String, HeadersFile.Section> beside = new LinkedHashMap<>();
        Map<String, HeadersFile.Section> into = new LinkedHashMap<>();
        for (MigrationFile file : files.all()) {
            if (file.name().equals(HeadersFile.NAME)) {
                beside.putAll(HeadersFile.read(file.text(), problems));
            }
        }
        for (MigrationFile file : files.all()) {
            HeaderBlock.find(file.text())
                    .ifPresent(
                            block -> into.put(file.name(), new HeadersFile.Section(block.checksum(), block.lines())));
        }
        if (into.isEmpty() && beside.isEmpty() && problems.isEmpty()) {
            return NONE;
        }
        Map<String, MigrationFacts> facts = new LinkedHashMap<>();
        for (Migration migration : migrations) {
            List<HeadersFile.Section> headers = Stream.of(into, beside)
                    .flatMap(sections -> Stream.ofNullable(sections.get(HeadersFile.id(migration))))
                    .toList();
            read(migration, headers, problems).forEach(facts::put);
        }
        Set<String> gone = new HashSet<>(beside.keySet());
        migrations.forEach(migration -> gone.remove(HeadersFile.id(migration)));
        return problems.isEmpty() && gone.isEmpty()
                ? new DescribedFacts(facts, "")
                : new DescribedFacts(Map.of(), problems.isEmpty() ? gone(gone) : problems.get(0));
    }

    private static Map<String, MigrationFacts> read(
            Migration migration, List<HeadersFile.Section> headers, List<String> problems) {
        if (headers.isEmpty()) {
            problems.add(migration.file() + " has no header, and others have one");
            return Map.of();
        }
        Optional<HeadersFile.Section> header = headers.stream()
                .filter(one -> one.checksum().equals(HeaderBlock.shortened(migration.checksum())))
                .findFirst();
        if (header.isEmpty()) {
            problems.add(
                    migration.file() + " is not what its header describes: it, or a placeholder in it, was changed");
            return Map.of();
        }
        List<String> found = new ArrayList<>();
        MigrationFacts facts = FactsLines.parse(header.get().lines(), found);
        found.forEach(problem -> problems.add("the header of " + migration.file() + ": " + problem));
        return Map.of(migration.file(), facts);
    }

    private static String gone(Set<String> files) {
        return HeadersFile.NAME + " describes "
                + files.stream().sorted().findFirst().orElse("") + ", which is not among the migrations";
    }
}
