package io.e2e.migrations.catalog;

import io.e2e.migrations.config.SourceKey;
import io.e2e.migrations.dialect.MigrationFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Reads the files of locations, which are directories or in jars. */
final class CatalogLoader {

    private final PathMatchingResourcePatternResolver resolver;

    CatalogLoader(ClassLoader classLoader) {
        this.resolver = new PathMatchingResourcePatternResolver(classLoader);
    }

    /** Reads every {@code .sql} file of the locations; a location without any is an error. */
    List<MigrationFile> load(List<String> locations) {
        List<MigrationFile> files = new ArrayList<>();
        for (String location : locations) {
            List<MigrationFile> found = load(location);
            if (found.isEmpty()) {
                throw CatalogUnreadableException.empty(location);
            }
            files.addAll(found);
        }
        return files;
    }

    private List<MigrationFile> load(String location) {
        String pattern = SourceKey.directory(location) + "*.sql";
        List<MigrationFile> files = new ArrayList<>();
        try {
            for (Resource resource : this.resolver.getResources(pattern)) {
                String name = String.valueOf(resource.getFilename());
                String text = decode(name, resource.getContentAsByteArray());
                files.add(new MigrationFile(location, name, resource.getDescription(), text));
            }
        } catch (IOException ex) {
            throw new CatalogUnreadableException(location, String.valueOf(ex.getMessage()), ex);
        }
        return files;
    }

    /** Refuses what is not UTF-8; Java would replace it by another character, in seed data too. */
    private static String decode(String file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean malformed =
                StandardCharsets.UTF_8.newDecoder().decode(in, text, true).isError();
        text.flip();
        if (malformed) {
            throw new InvalidCatalogException(List.of(
                    "%s, line %d: the byte 0x%02X is not UTF-8; save the file as UTF-8"
                            .formatted(
                                    file,
                                    1 + text.chars().filter(c -> c == '\n').count(),
                                    bytes[in.position()])));
        }
        return text.toString();
    }
}
